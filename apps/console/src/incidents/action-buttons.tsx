import type { IncidentSummary } from '../api/client.js';
import type { Doings } from './use-triage-actions.js';

interface ActionButtonsProps {
  readonly actions: Doings;
  /** Of the one incident that is meant; without it everything is offered. */
  readonly status?: IncidentSummary['status'];
}

/** What can be done, each with its key; what comes next stands out. */
export function ActionButtons({ actions, status }: ActionButtonsProps) {
  const buttons = [
    ['Acknowledge', 'a', actions.acknowledge, status === undefined || status === 'open'],
    ['Open again', 'o', actions.reopen, status === 'resolved'],
    ['Assign…', 'e', actions.assign, status !== 'resolved'],
    ['Close…', 'c', () => actions.close(), status !== 'resolved'],
    ['Merge…', 'm', actions.merge, status !== 'resolved'],
    ['Keep quiet…', 's', actions.quiet, true],
  ] as const;
  const next = status === 'acknowledged' ? 'c' : status === 'open' ? 'a' : undefined;
  return (
    <span className="actions">
      {buttons.map(
        ([label, key, run, isOffered]) =>
          isOffered && (
            <button
              key={key}
              type="button"
              className={key === next ? 'button primary' : 'button'}
              onClick={run}
            >
              {label} <kbd aria-hidden="true">{key}</kbd>
            </button>
          ),
      )}
    </span>
  );
}
