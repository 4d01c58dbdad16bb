import { plural } from '../format/words.js';
import { ActionButtons } from './action-buttons.js';
import type { Triage, TriageEvent } from './triage.js';
import type { TriageActions } from './use-triage-actions.js';

interface SelectionBarProps {
  readonly state: Triage;
  readonly total: number | undefined;
  readonly actions: TriageActions;
  readonly onTriage: (event: TriageEvent) => void;
}

/** What is selected, and how to mean everything that matches. */
export function SelectionBar({ state, total, actions, onTriage }: SelectionBarProps) {
  const { selected, everything } = state;
  if (selected.size === 0) return null;
  const count = everything && total !== undefined ? total : selected.size;
  return (
    <div className="selection" role="status">
      <b>
        {everything
          ? `All ${count.toLocaleString('en')} that match`
          : `${plural(count, 'incident')} selected`}
      </b>
      {!everything && total !== undefined && total > selected.size && (
        <button type="button" className="link" onClick={() => onTriage({ kind: 'everything' })}>
          Select all {total.toLocaleString('en')} that match
        </button>
      )}
      <span className="gap" />
      {actions.mayAct && <ActionButtons actions={actions} />}
      <button type="button" className="link" onClick={() => onTriage({ kind: 'clear' })}>
        Clear
      </button>
    </div>
  );
}
