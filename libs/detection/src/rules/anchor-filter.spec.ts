import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildAnchorFilter } from './anchor-filter.js';

it.each([
  ['an anchor inside another', [['system prompt'], ['prompt'], ['stem']], 'the system prompt', [0, 1, 2]],
  ['an anchor that begins another', [['ignore'], ['ignore all'], ['ignorant']], 'ignore all', [0, 1]],
  ['anchors that overlap', [['abc'], ['bcd']], 'abcd', [0, 1]],
  ['an anchor of several entries', [['key', 'door'], ['key']], 'a key', [0, 1]],
  ['syntax of expressions as text', [['[inst]'], ['<|'], ['a.c']], '[inst] abc <|', [0, 1]],
  ['no anchors', [], 'anything', []],
])('buildAnchorFilter finds %s', (_what, anchors, text, entries) => {
  expect([...buildAnchorFilter(anchors)(text)].sort()).toEqual(entries);
});

it('finds exactly the entries of which an anchor is in the text', () => {
  const anchor = fc.string({
    unit: fc.constantFrom('a', 'b', '.', '|', 'é', '忘', '\udb40'),
    minLength: 1,
    maxLength: 6,
  });
  const lists = fc.array(fc.array(anchor, { minLength: 1, maxLength: 3 }), { maxLength: 5 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '|', 'é', '忘', '\udb40'), maxLength: 20 });
  fc.assert(
    fc.property(lists, text, (anchors, haystack) => {
      const expected = anchors.flatMap((list, i) => (list.some((a) => haystack.includes(a)) ? [i] : []));
      expect([...buildAnchorFilter(anchors)(haystack)].sort()).toEqual(expected);
    }),
  );
});
