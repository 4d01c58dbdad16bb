import { expect, it } from '@jest/globals';
import { batches } from './batches.js';

async function sizesOf(lengths: readonly number[], limits: { count: number; bytes: number }) {
  async function* items() {
    for (const length of lengths) yield { bytes: { length } };
  }
  const found: number[][] = [];
  for await (const batch of batches(items(), limits)) found.push(batch.map(({ bytes }) => bytes.length));
  return found;
}

it.each([
  ['by count', [1, 2, 3, 4, 5], { count: 2, bytes: 100 }, [[1, 2], [3, 4], [5]]],
  [
    'by bytes, with a large item in a batch that it ends',
    [1, 9, 20, 1],
    { count: 10, bytes: 10 },
    [[1, 9], [20], [1]],
  ],
  ['nothing into no batch', [], { count: 2, bytes: 10 }, []],
])('cuts %s', async (_what, lengths, limits, wanted) => {
  expect(await sizesOf(lengths, limits)).toEqual(wanted);
});
