import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Silence, createSilence } from '../api/quiet.js';
import { DialogButtons } from '../layout/dialog-buttons.js';
import { TextField } from '../layout/text-field.js';
import { TenantField } from '../session/tenant-field.js';
import { Lasting, hoursFromNow } from './lasting.js';
import { MatchersField } from './matchers-field.js';
import { matchersOfLines } from './matchers.js';
import { type QuietTarget, firstMatchers } from './quiet-target.js';

interface SilenceFormProps {
  readonly target: QuietTarget;
  readonly onDone: (silence: Silence) => void;
}

/** Keeps messages still for a time: incidents go on being opened, and what waits is told at the end. */
export function SilenceForm({ target, onDone }: SilenceFormProps) {
  const queries = useQueryClient();
  const [tenant, setTenant] = useState(target.tenant);
  const [matchers, setMatchers] = useState(firstMatchers(target));
  const [hours, setHours] = useState(4);
  const [comment, setComment] = useState('');
  const create = useMutation({
    mutationFn: () =>
      createSilence({
        ...{ tenant, matchers: matchersOfLines(matchers) },
        ...{ endsAt: hoursFromNow(hours), comment: comment.trim() },
      }),
    onSuccess: (silence) => {
      void queries.invalidateQueries({ queryKey: ['silences'] });
      onDone(silence);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit}>
      <TenantField tenant={tenant} onChange={setTenant} />
      <MatchersField text={matchers} labels={target.labels} onChange={setMatchers} />
      <Lasting hours={hours} onChange={setHours} />
      <TextField label="Why" value={comment} least={3} most={500} onChange={setComment} />
      {create.error !== null && <p role="alert">{create.error.message}.</p>}
      <DialogButtons name="Silence" isReady={!create.isPending} />
    </form>
  );
}
