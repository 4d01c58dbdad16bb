import { describe, expect, it } from '@jest/globals';
import { compareWords } from './compare-words.js';

const texts = (n: number, text: string): string[] => Array.from({ length: n }, () => text);

describe('words that came and went', () => {
  it('names those whose share of texts has clearly changed, with both shares', () => {
    const then = [...texts(90, 'my parcel is late'), ...texts(10, 'a voucher please')];
    const now = [...texts(50, 'my parcel is late'), ...texts(50, 'a refund please')];
    expect(compareWords(then, now)).toEqual({
      came: [
        { word: 'refund', then: 0, now: 0.5 },
        { word: 'please', then: 0.1, now: 0.5 },
      ],
      went: [
        { word: 'late', then: 0.9, now: 0.5 },
        { word: 'parcel', then: 0.9, now: 0.5 },
      ],
    });
  });

  it('says nothing where both samples are of one kind', () => {
    const sample = texts(40, 'where is my order').concat(texts(20, 'please cancel it'));
    expect(compareWords(sample, sample)).toEqual({ came: [], went: [] });
  });

  // G² of 0 in 100 against 10 in 100 is 14.4, of 11 in 100 it is 15.9.
  it.each([
    [10, []],
    [11, ['refund']],
  ])('draws the line between 10 and 11 of 100 texts where there was none: %i', (hits, came) => {
    const now = [...texts(hits, 'refund'), ...texts(100 - hits, 'hello')];
    const found = compareWords(texts(100, 'hello'), now);
    expect(found.came.map(({ word }) => word)).toEqual(came);
  });

  it('counts a word once a text, and leaves out what is no word', () => {
    const shout = 'refund '.repeat(200);
    const found = compareWords(texts(100, 'hello'), [...texts(10, shout), ...texts(90, 'hello')]);
    expect(found.came).toEqual([]);
    expect(compareWords(texts(50, 'hello'), texts(50, `${'x'.repeat(31)} ab`)).came).toEqual([]);
  });

  it('lists 20 at most, on either side', () => {
    const many = Array.from(
      { length: 50 },
      (_, n) => `word${String.fromCharCode(97 + (n % 26))}${'abc'[n % 3]}`,
    );
    expect(compareWords(texts(60, 'hello'), texts(60, many.join(' '))).came).toHaveLength(20);
  });
});
