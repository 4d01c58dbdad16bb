import { useState } from 'react';
import type { IncidentAction, Targets, Verdict } from '../api/actions.js';
import type { Question } from './action-dialogs.js';
import type { IncidentFilters } from './incident-filters.js';
import { type Triage, targetsOf } from './triage.js';
import { useActions } from './use-actions.js';

interface TriageActionsOptions {
  readonly state: Triage;
  readonly ids: readonly string[];
  readonly filters: IncidentFilters;
  readonly total: number | undefined;
  /** Called once an action is under way, with whether it was about the row under the cursor alone. */
  readonly onActed: (isOne: boolean) => void;
}

/** What can be done with the selection, or with the row under the cursor: at once, or after a question. */
export function useTriageActions({ state, ids, filters, total, onActed }: TriageActionsOptions) {
  const [question, setQuestion] = useState<Question | undefined>(undefined);
  const { last, run } = useActions();
  const targets: Targets = state.everything
    ? { filter: filters, count: total ?? state.selected.size }
    : { ids: targetsOf(state, ids) };
  const isAny = !('ids' in targets) || targets.ids.length > 0;
  const perform = (action: IncidentAction, of: Targets, said: string): void => {
    setQuestion(undefined);
    run(action, of, said);
    onActed(state.selected.size === 0);
  };
  const ask = (next: Question) => (): void => {
    if (isAny) setQuestion(next);
  };
  return {
    question,
    last,
    perform,
    cancel: () => setQuestion(undefined),
    acknowledge: (): void => {
      if (isAny) perform({ kind: 'acknowledge' }, targets, 'Acknowledged:');
    },
    reopen: (): void => {
      if (isAny) perform({ kind: 'reopen' }, targets, 'Opened again:');
    },
    close: (verdict?: Verdict) =>
      ask({ kind: 'close', targets, ...(verdict !== undefined && { verdict }) })(),
    assign: ask({ kind: 'assign', targets }),
    merge: ask({ kind: 'merge', targets }),
  };
}

export type TriageActions = ReturnType<typeof useTriageActions>;
