import { useEffect } from 'react';
import { plural } from '../format/words.js';
import type { LastAction } from './use-actions.js';

const leaveMs = 10_000;

/** What was done last: how far it is, what was not possible, and for ten seconds the way back. */
export function ActionToast({ last }: { readonly last: LastAction | undefined }) {
  const { job, problem, dismiss } = last ?? {};
  const isOver = problem === undefined && job?.state === 'finished' && job.refused === 0;
  useEffect(() => {
    if (!isOver || dismiss === undefined) return undefined;
    const timer = setTimeout(dismiss, leaveMs);
    return () => clearTimeout(timer);
    // `dismiss` is new with every render; the job is what counts.
  }, [isOver, job?.id]);
  if (last === undefined) return null;
  return (
    <div className="toast" role="status">
      <span>
        <b>{last.words}</b> {problem !== undefined ? `did not work: ${problem}` : progressOf(job)}
        {job !== undefined && job.refused > 0 && (
          <small>
            {' '}
            {plural(job.refused, 'incident')} not: {job.refusals.join('; ')}
          </small>
        )}
      </span>
      {job?.state === 'running' && job.total > 20 && (
        <progress value={job.done + job.refused} max={job.total} aria-label="Progress" />
      )}
      {last.undo !== undefined && (
        <button type="button" className="link" onClick={last.undo}>
          Undo <kbd>u</kbd>
        </button>
      )}
      <button type="button" className="link" onClick={last.dismiss} aria-label="Dismiss">
        ×
      </button>
    </div>
  );
}

function progressOf(job: LastAction['job']): string {
  if (job === undefined) return '…';
  if (job.state === 'running')
    return `${(job.done + job.refused).toLocaleString('en')} of ${job.total.toLocaleString('en')}`;
  return plural(job.done, 'incident');
}
