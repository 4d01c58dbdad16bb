import { describe, expect, it } from '@jest/globals';
import { type ScannedLine, compareScans } from './compare-scans.js';

const line = (id: string, flagged: boolean, outcome = 'none'): ScannedLine => ({
  id,
  attack: { flagged, score: flagged ? 0.9 : 0.1, severity: 'low', rules: [] },
  outcome,
});

describe('compareScans', () => {
  it.each([
    ['nothing where both say the same', [line('a', true)], [line('a', true)], []],
    ['what is found now', [line('a', false)], [line('a', true)], ['a added']],
    ['what is no longer found', [line('a', true)], [line('a', false)], ['a removed']],
    ['another outcome', [line('a', true, 'refused')], [line('a', true, 'complied')], ['a outcome']],
    ['only what both scanned', [line('a', true)], [line('b', true)], []],
    [
      'equal ids by their order',
      [line('a', true), line('a', false)],
      [line('a', true), line('a', true)],
      ['a added'],
    ],
  ])('tells %s', (_what, before, after, changes) => {
    expect(compareScans(before, after).changes.map(({ id, change }) => `${id} ${change}`)).toEqual(changes);
  });

  it('counts what it compared', () => {
    expect(compareScans([line('a', true), line('b', true)], [line('b', false)]).compared).toBe(1);
  });
});
