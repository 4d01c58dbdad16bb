import { describe, expect, it } from '@jest/globals';
import { type Triage, type TriageEvent, atRest, cursorOf, triage } from './triage.js';

const ids = ['a', 'b', 'c', 'd', 'e'];
const after = (events: readonly TriageEvent[], rows = ids): Triage =>
  events.reduce((state, event) => triage(state, event, rows), atRest);
const down: TriageEvent = { kind: 'move', step: 1, extend: false };
const downWithShift: TriageEvent = { kind: 'move', step: 1, extend: true };
const up: TriageEvent = { kind: 'move', step: -1, extend: false };
const toggle: TriageEvent = { kind: 'toggle' };

describe('triage by keyboard', () => {
  it.each<[string, readonly TriageEvent[], string, readonly string[]]>([
    ['begins at the first row', [], 'a', []],
    ['moves', [down, down], 'c', []],
    ['stops at the top', [down, up, up, up], 'a', []],
    ['stops at the bottom', Array<TriageEvent>(9).fill(down), 'e', []],
    ['selects the row under the cursor', [down, toggle], 'b', ['b']],
    ['takes it off again', [toggle, toggle], 'a', []],
    ['extends from where it stands', [down, downWithShift, downWithShift], 'd', ['b', 'c', 'd']],
    ['extends from what was chosen last', [toggle, { kind: 'range', id: 'c' }], 'c', ['a', 'b', 'c']],
    ['extends upwards', [down, down, { kind: 'range', id: 'a' }], 'a', ['a', 'b', 'c']],
    ['chooses apart', [toggle, down, down, toggle], 'c', ['a', 'c']],
    ['lets go', [toggle, { kind: 'clear' }], 'a', []],
  ])('%s', (_what, events, cursor, selected) => {
    const state = after(events);
    expect(cursorOf(state, ids)).toBe(cursor);
    expect([...state.selected].sort()).toEqual(selected);
  });

  it('keeps its place while rows come and go around it', () => {
    const state = after([down, down]);
    expect(cursorOf(state, ['new', 'a', 'c', 'e'])).toBe('c');
    expect(cursorOf(state, ['new', 'a'])).toBe('new');
  });

  it('means everything until one row is taken off', () => {
    const all = after([{ kind: 'everything' }]);
    expect([all.everything, all.selected.size]).toEqual([true, 5]);
    expect(triage(all, toggle, ids)).toMatchObject({ everything: false });
  });
});
