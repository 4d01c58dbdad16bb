import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { type Revealed, revealOriginal } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { Turns } from '../evidence/turns.js';

/** Shows the original of a masked interaction to who says why, until it is hidden or the incident is left. */
export function RevealOriginal({ evidenceId }: { readonly evidenceId: string }) {
  const [isAsking, setIsAsking] = useState(false);
  // Nothing of an original is cached: what is hidden is gone.
  const reveal = useMutation({
    mutationFn: (reason: string) => revealOriginal(evidenceId, reason),
    gcTime: 0,
  });
  const hide = (): void => {
    reveal.reset();
    setIsAsking(false);
  };
  if (reveal.data !== undefined) return <Original revealed={reveal.data} onHide={hide} />;
  if (!isAsking) {
    return (
      <p className="reveal">
        <button type="button" className="button" onClick={() => setIsAsking(true)}>
          Reveal original…
        </button>
      </p>
    );
  }
  return (
    <ReasonForm
      isBusy={reveal.isPending}
      problem={reveal.error?.message}
      onReason={(reason) => reveal.mutate(reason)}
      onCancel={hide}
    />
  );
}

interface ReasonFormProps {
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  readonly onReason: (reason: string) => void;
  readonly onCancel: () => void;
}

function ReasonForm({ isBusy, problem, onReason, onCancel }: ReasonFormProps) {
  const [reason, setReason] = useState('');
  const field = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onReason(reason);
  };
  return (
    <form className="reveal" onSubmit={submit}>
      <label htmlFor={field}>
        Why do you need to see it?{' '}
        <small>10 to 500 characters; your login and this go to the audit log.</small>
      </label>
      <input
        id={field}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onCancel()}
        minLength={10}
        maxLength={500}
        required
        autoFocus
        autoComplete="off"
      />
      <div className="actions">
        <button type="submit" className="button primary" disabled={isBusy || reason.trim().length < 10}>
          Reveal
        </button>
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
      {problem !== undefined && <p role="alert">{problem}.</p>}
    </form>
  );
}

function Original({ revealed, onHide }: { readonly revealed: Revealed; readonly onHide: () => void }) {
  const { turns, originals } = revealed;
  return (
    <section className="original" aria-label="Original">
      <header>
        <span className="tag severity-high">original, not masked</span>
        <button type="button" className="button" onClick={onHide} autoFocus>
          Hide
        </button>
      </header>
      <Turns turns={turns} />
      <details>
        <summary>Whole log</summary>
        {originals.map((original, index) => (
          <pre key={`${index}`}>
            <LogText text={original} />
          </pre>
        ))}
      </details>
    </section>
  );
}
