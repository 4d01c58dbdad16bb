import type { Doings } from './use-triage-actions.js';

/** What can be done, each with its key. */
export function ActionButtons({ actions }: { readonly actions: Doings }) {
  const buttons = [
    ['Acknowledge', 'a', actions.acknowledge],
    ['Assign…', 'e', actions.assign],
    ['Close…', 'c', () => actions.close()],
    ['Merge…', 'm', actions.merge],
    ['Keep quiet…', 's', actions.quiet],
  ] as const;
  return (
    <span className="actions">
      {buttons.map(([label, key, run]) => (
        <button key={key} type="button" className="button" onClick={run}>
          {label} <kbd aria-hidden="true">{key}</kbd>
        </button>
      ))}
    </span>
  );
}
