import { describe, expect, it } from '@jest/globals';
import { blockCharacters, createFeatureReader } from './read-features.js';

const featuresOf = (text: string) => {
  const { buckets, count, blockStarts } = createFeatureReader()(text);
  return { buckets: [...buckets.slice(0, count)], blockStarts: [...blockStarts] };
};
const shared = (a: string, b: string) => {
  const inB = new Set(featuresOf(b).buckets);
  return featuresOf(a).buckets.filter((bucket) => inB.has(bucket)).length;
};

describe('createFeatureReader', () => {
  it.each([
    // " cat ": four of 3, three of... units: _cat_ has 3 trigrams, 2 of four, 1 of five, and the word.
    ['a word', 'cat', 3 + 2 + 1 + 1],
    ['two words and what they are together', 'cat cat', 2 * (3 + 2 + 1) + 2 + 1],
    ['a mark, which has one n-gram and is a run', '!', 1 + 1],
    ['nothing', '', 0],
    ['white space', ' \n\t', 0],
    // Padded, two characters have 2 + 1 n-grams; they are two words and one pair.
    ['characters of a script without spaces', '你好', 2 + 1 + 2 + 1],
  ])('reads %s', (_what, text, count) => {
    expect(featuresOf(text).buckets).toHaveLength(count);
  });

  it('gives the same text the same features whatever was read before', () => {
    const read = createFeatureReader();
    read('something else, and longer than what follows');
    const { buckets, count } = read('cat sat');
    expect([...buckets.slice(0, count)]).toEqual(featuresOf('cat sat').buckets);
  });

  it('shares more between texts that share more', () => {
    expect(shared('ignore the previous orders', 'ignore all previous orders')).toBeGreaterThan(
      shared('ignore the previous orders', 'water boils at a hundred degrees'),
    );
  });

  it('knows where each block of 80 characters begins', () => {
    const text = 'word '.repeat(50);
    const { buckets, blockStarts } = featuresOf(text);
    expect(blockStarts).toHaveLength(Math.ceil(text.length / blockCharacters) + 1);
    expect(blockStarts[0]).toBe(0);
    expect(blockStarts.at(-1)).toBe(buckets.length);
    expect(blockStarts.toSorted((a, b) => a - b)).toEqual(blockStarts);
  });

  it('reads a text without white space in pieces', () => {
    expect(featuresOf('x'.repeat(1_000)).blockStarts.length).toBeGreaterThan(10);
  });
});
