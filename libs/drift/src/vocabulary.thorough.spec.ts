import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from '@jest/globals';
import { promoteBaseline } from './baseline-orders.js';
import { dayMs, seasonCell } from './drift-settings.js';
import { newDriftState } from './drift-state.js';
import { readDriftState, writeDriftState } from './state-text.js';
import { withWords } from './explain-vocabulary.js';
import { foldMinutes } from './fold-minutes.js';
import { packCounts, unpackCounts } from './packed-counts.js';
import { packNumbers, unpackNumbers } from './packed-numbers.js';
import type { SessionUnit } from './session-unit.js';
import { simulateModel, simulationStartMs, usualTraffic } from './simulated-model.js';
import { termBuckets } from './vocabulary.js';

const news = [2_001, 2_002];
const wordsOfDocument = 25;

interface Texts {
  /** Share of documents that have the new words, by day. */
  readonly newShare?: (day: number) => number;
  /** At night other words are used. */
  readonly night?: boolean;
}

/** Sessions whose first texts have words as often as words are (Zipf), and nothing else. */
function documents(seed: number, days: number, { newShare = () => 0, night = false }: Texts): SessionUnit[] {
  const model = simulateModel(seed);
  const generator = xoroshiro128plus(seed);
  const random = (): number => uniformFloat64(generator);
  return Array.from({ length: days }, (_, day) =>
    model.day(day, usualTraffic).map(({ key, firstAtMs, emittedMinuteMs }) => {
      const shift = night && seasonCell(firstAtMs) % 24 < 8 ? 400 : 0;
      const terms = new Set<number>();
      for (let i = 0; i < wordsOfDocument; i++) terms.add(Math.floor(1_500 ** random()) + shift);
      if (random() < newShare(day)) for (const term of news) terms.add(term);
      const prompt = [...terms].sort((a, b) => a - b);
      const bare = { key, firstAtMs, emittedMinuteMs, rates: {}, numbers: {}, categories: {} };
      return { ...bare, terms: { prompt_vocabulary: prompt } };
    }),
  ).flat();
}

function fold(units: readonly SessionUnit[], days: number, from = newDriftState()) {
  const endMs = simulationStartMs + days * dayMs;
  const due = units.filter(
    ({ emittedMinuteMs: at }) => at < endMs && at >= (from.foldedThroughMs ?? -Infinity),
  );
  const traits = { prompt_vocabulary: { label: 'Words of prompts' } };
  return foldMinutes(from, due, endMs, traits);
}

describe('the vocabulary', () => {
  it.each([
    ['the same words are used', {}],
    ['other words are used at night', { night: true }],
  ])('says nothing in two model-months in which %s', (_what, texts) => {
    const alarms = [71, 72].flatMap((seed) => fold(documents(seed, 44, texts), 44).alarms);
    expect(alarms).toEqual([]);
  });

  const drifted = fold(documents(73, 22, { newShare: (day) => (day < 16 ? 0 : 0.08) }), 22);

  it('names new words that 8 % of the texts have, once, within a thousand texts', () => {
    expect(drifted.alarms).toHaveLength(1);
    const [alarm] = drifted.alarms;
    expect(news.map((term) => `term:${term}`)).toContain(alarm!.score);
    expect(alarm!.terms!.slice(0, 2).sort()).toEqual(news);
    const changeMs = simulationStartMs + 16 * dayMs;
    expect(alarm!.atMs - changeMs).toBeLessThan(6 * dayMs);
    expect(Math.abs(alarm!.changeAtMs - changeMs)).toBeLessThan(dayMs);
    expect(alarm!.explanation).toMatch(
      /^Words of prompts: the share with words that were rare rose from 0\.00 % to \d+\.\d % \(at least \d\.\d %\) since 2026-01-2/,
    );
    expect(withWords(alarm!, ['refund', 'in<b>voice']).explanation).toMatch(
      /share with "refund", "inbvoice" rose/,
    );
  });

  it('takes new words for usual once they are promoted', () => {
    const promoted = promoteBaseline(drifted.state, {});
    if (!promoted.ok) throw new Error(promoted.error);
    const later = documents(74, 40, { newShare: () => 0.08 });
    expect(fold(later, 40, promoted.value).alarms).toEqual([]);
  });

  it('gives the same bits in pieces, stored and read back', () => {
    const units = documents(73, 22, { newShare: (day) => (day < 16 ? 0 : 0.08) });
    let state = newDriftState();
    for (const days of [3.3, 7.1, 12, 14.2, 16.9, 17, 22]) {
      state = readDriftState(writeDriftState(fold(units, days, state).state))!;
    }
    expect(writeDriftState(state)).toBe(writeDriftState(drifted.state));
  });

  it('ignores what is no term', () => {
    const odd = documents(75, 1, {}).map((unit) => ({ ...unit, terms: { w: [-1, 0.5, termBuckets, NaN] } }));
    expect(fold(odd, 2).state.vocabulary['w']!.sums!.counts.every((count) => count === 0)).toBe(true);
  });
});

describe('packed numbers', () => {
  it('are the same bits when they are unpacked', () => {
    const numbers = Float32Array.from([0, -0, 1 / 3, 1e38, 1e-45, Infinity]);
    expect([...unpackNumbers(packNumbers(numbers))]).toEqual([...numbers]);
    expect(unpackNumbers(packNumbers(numbers.subarray(2, 4)))).toEqual(numbers.slice(2, 4));
  });
});

describe('packed counts', () => {
  it('are the same numbers when they are unpacked, the small ones a character each', () => {
    const counts = [0, 1, 31, 32, 1_023, 1_024, 2 ** 31, 2 ** 40 + 5, Number.MAX_SAFE_INTEGER];
    expect(unpackCounts(packCounts(counts))).toEqual(counts);
    expect(packCounts([0, 31, 7])).toHaveLength(3);
    expect(unpackCounts('')).toEqual([]);
  });
});
