import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Backtest, type Suppression, backtest, createSuppression } from '../api/quiet.js';
import { DialogButtons } from '../layout/dialog-buttons.js';
import { TextField } from '../layout/text-field.js';
import { TenantField } from '../session/tenant-field.js';
import { BacktestResult } from './backtest-result.js';
import { Lasting, hoursFromNow } from './lasting.js';
import { MatchersField } from './matchers-field.js';
import { matchersOfLines } from './matchers.js';
import { type QuietTarget, firstMatchers } from './quiet-target.js';

interface SuppressionFormProps {
  readonly target: QuietTarget;
  readonly onDone: (suppression: Suppression) => void;
}

/** Hides findings: tried on the last seven days first, and made from just what was tried. */
export function SuppressionForm({ target, onDone }: SuppressionFormProps) {
  const [tenant, setTenant] = useState(target.tenant);
  const [matchers, setMatchers] = useState(firstMatchers(target));
  const trial = useMutation({ mutationFn: () => backtest({ tenant, matchers: matchersOfLines(matchers) }) });
  const change = (set: (text: string) => void) => (text: string) => {
    trial.reset();
    set(text);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    trial.mutate();
  };
  return (
    <>
      <form onSubmit={submit}>
        <TenantField tenant={tenant} onChange={change(setTenant)} />
        <MatchersField text={matchers} labels={target.labels} onChange={change(setMatchers)} />
        {trial.error !== null && <p role="alert">{trial.error.message}.</p>}
        {trial.data === undefined && (
          <DialogButtons
            name={trial.isPending ? 'Trying…' : 'Try on the last 7 days'}
            isReady={!trial.isPending}
          />
        )}
      </form>
      {trial.data !== undefined && <Decision tried={trial.data} onDone={onDone} />}
    </>
  );
}

interface DecisionProps {
  readonly tried: Backtest;
  readonly onDone: (suppression: Suppression) => void;
}

/** What it would have hidden, and what is asked before it does. */
function Decision({ tried, onDone }: DecisionProps) {
  const queries = useQueryClient();
  const [hours, setHours] = useState(168);
  const [reason, setReason] = useState('');
  const create = useMutation({
    mutationFn: () =>
      createSuppression({ backtestId: tried.id, expiresAt: hoursFromNow(hours), reason: reason.trim() }),
    onSuccess: (suppression) => {
      void queries.invalidateQueries({ queryKey: ['suppressions'] });
      onDone(suppression);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit}>
      <BacktestResult tried={tried} />
      <Lasting hours={hours} onChange={setHours} />
      <TextField
        label="Why, in ten characters or more"
        value={reason}
        least={10}
        most={500}
        onChange={setReason}
      />
      {create.error !== null && <p role="alert">{create.error.message}.</p>}
      <DialogButtons
        name={tried.needsSecondPerson ? 'Propose' : 'Suppress'}
        isReady={!create.isPending}
        {...(tried.needsSecondPerson && { hint: 'hides nothing before a second person agrees' })}
      />
    </form>
  );
}
