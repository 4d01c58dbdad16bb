/** Where somebody stands in the list, and what they chose. */
export interface Triage {
  /** The incident under the cursor; undefined: the first one. */
  readonly cursor: string | undefined;
  /** Where a range begins. */
  readonly anchor: string | undefined;
  readonly selected: ReadonlySet<string>;
  /** Everything that matches is meant, also what is not loaded. */
  readonly everything: boolean;
}

export type TriageEvent =
  | { readonly kind: 'move'; readonly step: 1 | -1; readonly extend: boolean }
  | { readonly kind: 'put'; readonly id: string }
  | { readonly kind: 'toggle'; readonly id?: string }
  | { readonly kind: 'range'; readonly id: string }
  | { readonly kind: 'everything' }
  | { readonly kind: 'clear' };

export const atRest: Triage = {
  cursor: undefined,
  anchor: undefined,
  selected: new Set(),
  everything: false,
};

/** What an event makes of it, among the rows `ids`. A cursor whose row went stays where its row would be: the first. */
export function triage(state: Triage, event: TriageEvent, ids: readonly string[]): Triage {
  const cursor = cursorOf(state, ids);
  switch (event.kind) {
    case 'move': {
      const at = cursor === undefined ? -1 : ids.indexOf(cursor);
      const next = ids[Math.min(ids.length - 1, Math.max(0, at + event.step))];
      if (next === undefined) return state;
      return event.extend ? select(state, ids, next) : { ...state, cursor: next, anchor: undefined };
    }
    case 'put':
      return { ...state, cursor: event.id, anchor: undefined };
    case 'toggle': {
      const id = event.id ?? cursor;
      if (id === undefined) return state;
      const selected = new Set(state.selected);
      if (!selected.delete(id)) selected.add(id);
      return { cursor: id, anchor: id, selected, everything: false };
    }
    case 'range':
      return select(state, ids, event.id);
    case 'everything':
      return { ...state, selected: new Set(ids), everything: true };
    case 'clear':
      return { ...state, anchor: undefined, selected: new Set(), everything: false };
  }
}

/** The row under the cursor; undefined where there are no rows. */
export function cursorOf({ cursor }: Triage, ids: readonly string[]): string | undefined {
  return cursor !== undefined && ids.includes(cursor) ? cursor : ids[0];
}

function select(state: Triage, ids: readonly string[], to: string): Triage {
  const anchor = state.anchor ?? cursorOf(state, ids) ?? to;
  const [from, until] = [ids.indexOf(anchor), ids.indexOf(to)].sort((a, b) => a - b) as [number, number];
  const range = from < 0 ? [to] : ids.slice(from, until + 1);
  return { cursor: to, anchor, selected: new Set([...state.selected, ...range]), everything: false };
}
