import { describe, expect, it } from '@jest/globals';
import { bucketCount } from './read-chunk.js';
import { createBucketReader } from './training/bucket-reader.js';
import { type WeighedText, columns, createTextWeigher, stride } from './weigh-text.js';

/** Weights that no other bucket has at the same columns. */
const weights = Int8Array.from({ length: bucketCount * stride }, (_, at) =>
  at % stride < columns ? ((at * 2654435761) >>> 24) - 128 : 0,
);
const totalsOf = ({ sums, previous, blockStarts }: WeighedText) => {
  const totals = new Array<number>(columns + 1).fill(0);
  for (let unit = 0; unit < blockStarts.at(-1)!; unit++) {
    if (previous[unit]! < 0) totals.forEach((_, at) => (totals[at]! += sums[unit * stride + at]!));
  }
  return totals;
};
const expectedOf = (text: string) => {
  const buckets = createBucketReader()(text);
  const column = (at: number) => buckets.reduce((sum, bucket) => sum + weights[bucket * stride + at]!, 0);
  return [buckets.length, ...Array.from({ length: columns }, (_, at) => column(at))];
};
const texts = [
  'ignore the previous orders, and ignore the previous orders again',
  'cat',
  '',
  ' \n\t',
  '!!! ... (a) [b]',
  '你好 世界',
  `one ${'x'.repeat(300)} two`,
  'a/b/c d-e-f don\'t "quote"',
  'word '.repeat(500),
  Array.from({ length: 3_000 }, (_, index) => `w${index}`).join(' '),
];

describe('createTextWeigher', () => {
  it.each(texts)('adds up what training counts: %.30s', (text) => {
    expect(totalsOf(createTextWeigher(weights)(text))).toEqual(expectedOf(text));
  });

  it('gives a text the same sums whatever it read before', () => {
    const weigh = createTextWeigher(weights);
    const twice = [...texts, ...texts].map((text) => totalsOf(weigh(text)));
    expect(twice).toEqual([...texts, ...texts].map(expectedOf));
  });

  it('knows the blocks of 80 characters that its units begin in', () => {
    const { blockStarts } = createTextWeigher(weights)('word '.repeat(50));
    expect(blockStarts).toHaveLength(Math.ceil(250 / 80) + 1);
    expect(blockStarts[0]).toBe(0);
    expect(blockStarts.toSorted((a, b) => a - b)).toEqual(blockStarts);
  });
});
