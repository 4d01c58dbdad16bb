import { useNavigate } from 'react-router';
import type { Triage, TriageEvent } from './triage.js';
import { useListKeys } from './use-list-keys.js';
import type { TriageActions } from './use-triage-actions.js';

interface IncidentKeys {
  readonly state: Triage;
  readonly cursor: string | undefined;
  /** Without an id: the list alone. */
  readonly addressOf: (id?: string) => string;
  readonly onTriage: (event: TriageEvent) => void;
  readonly actions: TriageActions;
  readonly onHelp: () => void;
}

/** The keys of the list; `keys-help.tsx` says what each is for. */
export function useIncidentKeys({ state, cursor, addressOf, onTriage, actions, onHelp }: IncidentKeys): void {
  const navigate = useNavigate();
  const move = (step: 1 | -1, extend: boolean) => () => onTriage({ kind: 'move', step, extend });
  useListKeys({
    j: move(1, false),
    k: move(-1, false),
    'Shift+j': move(1, true),
    'Shift+k': move(-1, true),
    a: actions.acknowledge,
    e: actions.assign,
    c: () => actions.close(),
    f: () => actions.close('false-positive'),
    m: actions.merge,
    s: actions.quiet,
    o: actions.reopen,
    u: actions.last?.undo,
    x: () => onTriage({ kind: 'toggle' }),
    '*': () => onTriage({ kind: 'everything' }),
    Enter: () => cursor !== undefined && void navigate(addressOf(cursor)),
    Escape: () => {
      if (state.selected.size > 0) onTriage({ kind: 'clear' });
      else void navigate(addressOf());
    },
    '/': () => document.querySelector<HTMLInputElement>('#search')?.focus(),
    '?': onHelp,
  });
}
