import { describe, expect, it } from '@jest/globals';
import { buildCorpusIndex, corpusRun, readCorpusIndex } from './corpus-index.js';

const words = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `word${from + index}`).join(' ');
const indexOf = (...texts: readonly string[]) => {
  const index = readCorpusIndex(buildCorpusIndex(texts));
  if (!index.ok) throw new Error(index.error);
  return index.value;
};
const index = indexOf(words(0, 200), words(1_000, 60));

describe('corpusRun', () => {
  it.each([
    ['nothing of the corpus', words(5_000, 100), [], 0],
    ['seven words, which no hash covers', words(10, 7), [], 0],
    ['eight words', `so ${words(10, 8)} then`, [], 8],
    ['a long run in other clothes', `"${words(10, 40).toUpperCase().replaceAll(' ', ',  ')}"`, [], 40],
    ['the longest of two', `${words(0, 12)} but ${words(1_000, 30)}`, [], 30],
    ['what the user wrote first', words(10, 40), [`Is it "${words(10, 40)}"?`], 0],
    ['words of the corpus in another order', words(0, 200).split(' ').reverse().join(' '), [], 0],
  ])('counts %s', (_what, response, userTexts, run) => {
    expect(corpusRun(index, response, userTexts)).toBe(run);
  });

  it('takes ordinary texts for runs of eight words less often than once in two hundred', () => {
    const strangers = Array.from({ length: 2_000 }, (_, nth) => words(10_000 + nth * 8, 8));
    const hits = strangers.filter((text) => corpusRun(index, text, []) > 0);
    expect(hits.length).toBeLessThan(10);
  });
});

describe('readCorpusIndex', () => {
  it.each([
    ['another file', Buffer.from('hello'), 'is no index of a tuning corpus'],
    ['half a file', Buffer.from(buildCorpusIndex([words(0, 100)])).subarray(0, -3), 'is cut off'],
  ])('refuses %s', (_what, file, problem) => {
    expect(readCorpusIndex(file)).toEqual({ ok: false, error: problem });
  });

  it('holds no word of the corpus', () => {
    expect(
      Buffer.from(buildCorpusIndex(['Heron flies over the quiet harbour at nine tonight'])).toString(
        'latin1',
      ),
    ).not.toMatch(/heron/i);
  });
});
