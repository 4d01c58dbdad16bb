import { describe, expect, it } from '@jest/globals';
import { minuteMs } from './drift-settings.js';
import type { SessionUnit } from './session-unit.js';
import { addDocument, emptyVocabulary, freezeVocabulary } from './vocabulary.js';
import {
  type OpenVocabulary,
  clearVocabulary,
  closeVocabularyMinute,
  foldDocument,
  openVocabulary,
  takeRisen,
  vocabularyEvidence,
} from './watch-vocabulary.js';

const startMs = Date.UTC(2026, 0, 19);
const [common, rare, other] = [1, 2, 3];

/** What watches a vocabulary of 1,000 texts, of which a fifth has the common word and ten the rare one. */
function watching(): OpenVocabulary {
  const sums = emptyVocabulary();
  for (let i = 0; i < 1_000; i++) {
    const unit = { firstAtMs: startMs } as SessionUnit;
    addDocument(sums, unit, [...(i % 5 === 0 ? [common] : []), ...(i % 100 === 0 ? [rare] : [])]);
  }
  return openVocabulary(freezeVocabulary(sums));
}

/** Folds texts, one a minute. */
function fold(open: OpenVocabulary, texts: readonly (readonly number[])[], from = 0): void {
  texts.forEach((terms, i) => {
    foldDocument(open, terms, startMs + (from + i) * minuteMs);
    closeVocabularyMinute(open, 1);
  });
}

const times = (count: number, terms: readonly number[]): (readonly number[])[] =>
  Array.from({ length: count }, () => terms);

describe('the words of texts', () => {
  it.each([
    ['a word: half as often again', common, 0.3],
    ['a rare word: two in a hundred more, or what it may be by its error', rare, 0.03],
    ['a word that never was: the same', other, 0.02],
  ])('have a share that is still no change: %s', (_what, term, wanted) => {
    expect(watching().m[term]).toBeCloseTo(wanted, 5);
  });

  it('gather one a minute while nothing is said, and a text says as much as it stakes', () => {
    const open = watching();
    closeVocabularyMinute(open, 5);
    expect(vocabularyEvidence(open)).toBe(5);
    const m = open.m[other]!;
    fold(open, [[other]]);
    // Twice and six times as likely, at a null of .02.
    const stakes = [1, 5].map((more) => more / (1 - m));
    const wanted = stakes.map((stake) => (5 + 1) * (1 + stake * (1 - m)));
    expect([...open.r.subarray(2 * other, 2 * other + 2)]).toEqual(wanted.map((r) => expect.closeTo(r, 3)));
  });

  it('leave a tenth of a bet at worst', () => {
    const open = watching();
    for (let term = 0; term < open.m.length; term++) {
      expect(Math.min(...open.without.subarray(2 * term, 2 * term + 2))).toBeGreaterThan(0.09);
    }
  });

  it('are told with the share since their rise began, and those that rose with them', () => {
    const open = watching();
    fold(open, [[other], ...times(200, [])]);
    fold(open, times(40, [other, rare]), 300);
    const risen = takeRisen(open);
    expect(risen.terms.slice(0, 2).sort()).toEqual([rare, other]);
    expect({ ...risen, terms: [] }).toMatchObject({
      hits: 40,
      documents: 40,
      sinceMs: startMs + 300 * minuteMs,
    });
    expect([...open.latched.keys()].sort()).toEqual([rare, other]);
  });

  it('say nothing again while they stay, and may speak again once they are back', () => {
    const open = watching();
    fold(open, times(40, [other]));
    takeRisen(open);
    clearVocabulary(open);
    fold(open, times(400, [other]), 100);
    expect([...open.latched.keys()]).toEqual([other]);
    expect(open.r[2 * other]).toBe(0);
    fold(open, times(400, []), 600);
    expect([...open.latched.keys()]).toEqual([]);
    fold(open, times(40, [other]), 1_100);
    expect(vocabularyEvidence(open)).toBeGreaterThan(1e6);
  });
});
