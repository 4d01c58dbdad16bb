import { useState } from 'react';
import type { IncidentAction, Targets, Verdict } from '../api/actions.js';
import type { Question } from './action-dialogs.js';
import { useSession } from '../session/use-session.js';
import type { IncidentFilters } from './incident-filters.js';
import type { Triage } from './triage.js';
import { useActions } from './use-actions.js';

interface TriageActionsOptions {
  readonly state: Triage;
  /** What is meant where nothing is selected. */
  readonly current: string | undefined;
  readonly filters: IncidentFilters;
  readonly total: number | undefined;
  /** Called once an action on what is current alone is under way. */
  readonly onActed: () => void;
}

/** What can be done with some incidents, at once or after a question. */
export interface Doings {
  readonly acknowledge: () => void;
  readonly reopen: () => void;
  readonly close: (verdict?: Verdict) => void;
  readonly assign: () => void;
  readonly merge: () => void;
  /** Silences or suppresses what is like them. */
  readonly quiet: () => void;
}

/** What can be done with the selection, or with what is current; `onOne` with one that is named, `onAll` with all that a filter names. */
export function useTriageActions({ state, current, filters, total, onActed }: TriageActionsOptions) {
  const [question, setQuestion] = useState<Question | undefined>(undefined);
  const { last, run } = useActions();
  const mayAct = useSession().may({ permission: 'incidents.act' });
  const perform = (action: IncidentAction, targets: Targets, said: string): void => {
    setQuestion(undefined);
    run(action, targets, said);
    if ('ids' in targets && targets.ids.length === 1 && targets.ids[0] === current) onActed();
  };
  const doings = (meant: Targets | undefined): Doings => {
    const targets = mayAct ? meant : undefined;
    const ask = (next: (of: Targets) => Question) => (): void => {
      if (targets !== undefined) setQuestion(next(targets));
    };
    const perhaps = (action: IncidentAction, said: string) => (): void => {
      if (targets !== undefined) perform(action, targets, said);
    };
    return {
      acknowledge: perhaps({ kind: 'acknowledge' }, 'Acknowledged:'),
      reopen: perhaps({ kind: 'reopen' }, 'Opened again:'),
      close: (verdict) => ask((of) => ({ kind: 'close', targets: of, verdict }))(),
      assign: ask((of) => ({ kind: 'assign', targets: of })),
      merge: ask((of) => ({ kind: 'merge', targets: of })),
      quiet: ask((of) => ({ kind: 'quiet', targets: of })),
    };
  };
  return {
    ...{ mayAct, question, last, perform, cancel: () => setQuestion(undefined) },
    ...doings(targetsOf(state, current, { filter: filters, count: total ?? state.selected.size })),
    onOne: (id: string): Doings => doings({ ids: [id] }),
    onAll: (of: Extract<Targets, { readonly filter: IncidentFilters }>): Doings => doings(of),
  };
}

function targetsOf(state: Triage, current: string | undefined, everything: Targets): Targets | undefined {
  if (state.everything) return everything;
  if (state.selected.size > 0) return { ids: [...state.selected] };
  return current === undefined ? undefined : { ids: [current] };
}

export type TriageActions = ReturnType<typeof useTriageActions>;
