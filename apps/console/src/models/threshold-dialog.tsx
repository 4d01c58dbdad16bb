import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Threshold, type ThresholdReplay, replayThreshold, setThreshold } from '../api/models.js';
import { DialogButtons } from '../layout/dialog-buttons.js';
import { Modal } from '../layout/modal.js';
import { TextField } from '../layout/text-field.js';
import { ReplayResult } from './replay-result.js';

interface ThresholdDialogProps {
  readonly modelKey: number;
  readonly inForce: Threshold;
  readonly onClose: () => void;
}

/** Another threshold: tried on the last seven days first, and set from just what was tried. */
export function ThresholdDialog({ modelKey, inForce, onClose }: ThresholdDialogProps) {
  const { threshold, least } = inForce;
  const [text, setText] = useState(String(threshold));
  const wanted = Number(text);
  const trial = useMutation({
    // The shipped one is not set as one of its own: it follows what is shipped next.
    mutationFn: () => replayThreshold(modelKey, wanted === least ? null : wanted),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    trial.mutate();
  };
  return (
    <Modal title="From which score on is it flagged?" onClose={onClose}>
      <form onSubmit={submit}>
        <ScoreField
          bounds={inForce}
          text={text}
          onChange={(changed) => {
            trial.reset();
            setText(changed);
          }}
        />
        {trial.error !== null && <p role="alert">{trial.error.message}.</p>}
        {trial.data === undefined && (
          <DialogButtons
            name={trial.isPending ? 'Trying…' : 'Try on the last 7 days'}
            isReady={!trial.isPending && wanted !== threshold}
          />
        )}
      </form>
      {trial.data !== undefined && <Decision modelKey={modelKey} tried={trial.data} onDone={onClose} />}
    </Modal>
  );
}

interface ScoreFieldProps {
  readonly bounds: Pick<Threshold, 'least' | 'most'>;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function ScoreField({ bounds: { least, most }, text, onChange }: ScoreFieldProps) {
  return (
    <label className="block">
      Score, from {least} (as shipped; what scores less is not kept) to {most}
      <input
        className="field"
        type="number"
        required
        min={least}
        max={most}
        step="any"
        value={text}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}

interface DecisionProps {
  readonly modelKey: number;
  readonly tried: ThresholdReplay;
  readonly onDone: () => void;
}

/** What it would have changed, and why it is set. */
function Decision({ modelKey, tried, onDone }: DecisionProps) {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const set = useMutation({
    mutationFn: () => setThreshold(modelKey, { replayId: tried.id, reason: reason.trim() }),
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: ['threshold', modelKey] }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    set.mutate();
  };
  return (
    <form onSubmit={submit}>
      <ReplayResult tried={tried} />
      <TextField
        label="Why, in ten characters or more"
        value={reason}
        least={10}
        most={500}
        onChange={setReason}
      />
      {set.error !== null && <p role="alert">{set.error.message}.</p>}
      <DialogButtons
        name={`Flag from ${tried.after} on`}
        isReady={!set.isPending}
        hint="holds for what is analyzed from now on; goes to the audit log"
      />
    </form>
  );
}
