import { describe, expect, it } from '@jest/globals';
import { type Fields, rareValues } from './rare-values.js';

const peers = (counts: Readonly<Record<string, number>>, field = 'app'): Fields[] =>
  Object.entries(counts).flatMap(([value, count]) => Array<Fields>(count).fill({ [field]: value }));

describe('what is rare', () => {
  it.each<[string, Fields[], Fields[], string[]]>([
    ['a value that 2 of 40 have', [{ app: 'b' }], peers({ a: 38, b: 2 }), ['app b 2/40']],
    ['a value that nobody has', [{ app: 'new' }], peers({ a: 40 }), ['app new 0/40']],
    ['not one that 4 of 40 have', [{ app: 'b' }], peers({ a: 36, b: 4 }), []],
    ['not among 19 peers', [{ app: 'new' }], peers({ a: 19 }), []],
    ['not a field that no peer has', [{ tool: 'x' }], peers({ a: 40 }), []],
    ['nothing of nothing', [], [], []],
    ['a value of two interactions, once', [{ app: 'b' }, { app: 'b' }], peers({ a: 40 }), ['app b 0/40']],
    [
      'the rarest first',
      [{ app: 'b' }, { app: 'c' }],
      peers({ a: 36, b: 3, c: 1 }),
      ['app c 1/40', 'app b 3/40'],
    ],
    [
      'a field named like a method',
      [{ constructor: 'x' }],
      peers({ y: 30 }, 'constructor'),
      ['constructor x 0/30'],
    ],
  ])('is %s', (_what, subjects, among, wanted) => {
    const found = rareValues(subjects, among);
    expect(found.map(({ field, value, count, peers: of }) => `${field} ${value} ${count}/${of}`)).toEqual(
      wanted,
    );
  });
});
