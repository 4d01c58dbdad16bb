import { describe, expect, it } from '@jest/globals';
import { type FlaggedScore, type OwnTraffic, calibrateThreshold } from './calibrate-threshold.js';

const flaggedAt = (scores: readonly number[], more: Partial<FlaggedScore> = {}): FlaggedScore[] =>
  scores.map((score, index) => ({ actor: `actor-${index}`, score, ...more }));
const of = (interactions: number, flagged: readonly FlaggedScore[]): OwnTraffic => ({
  interactions,
  flagged,
});
const rising = (count: number, from = 0.6, step = 0.001): number[] =>
  Array.from({ length: count }, (_, index) => Number((from + index * step).toFixed(4)));

describe('calibrateThreshold', () => {
  it.each<[string, OwnTraffic, number, string]>([
    [
      'keeps the shipped one where traffic is too little to say',
      of(900, flaggedAt([0.7, 0.8])),
      0.6,
      'too-few',
    ],
    ['keeps the shipped one where it holds', of(10_000, flaggedAt(rising(9))), 0.6, 'shipped-holds'],
    ['keeps the shipped one where nothing is flagged', of(10_000, []), 0.6, 'shipped-holds'],
    // 100,000 interactions may have 99 above: 51 of 150 go, and scores 0.6 to 0.65 with them.
    ['rises above what is one too many', of(100_000, flaggedAt(rising(150))), 0.6501, 'raised'],
    [
      'counts five of one actor, who cannot teach it',
      of(100_000, flaggedAt(rising(300), { actor: 'one' })),
      0.6,
      'shipped-holds',
    ],
    [
      'leaves out what analysts called attacks',
      of(100_000, flaggedAt(rising(300), { verdict: 'true-positive' })),
      0.6,
      'shipped-holds',
    ],
    [
      'counts what they called false',
      of(100_000, flaggedAt(rising(150), { verdict: 'false-positive' })),
      0.6501,
      'raised',
    ],
    ['never passes 0.9', of(10_000, flaggedAt(rising(500, 0.95, 0))), 0.9, 'raised-to-limit'],
    [
      'never loses more than one in twenty of the confirmed attacks',
      of(100_000, [
        ...flaggedAt(rising(150, 0.8)),
        ...flaggedAt(rising(20, 0.62, 0.01), { verdict: 'true-positive' }),
      ]),
      0.63,
      'raised-to-limit',
    ],
  ])('%s', (_what, traffic, threshold, why) => {
    expect(calibrateThreshold(traffic)).toMatchObject({ threshold, why });
  });

  it('says what it changes', () => {
    expect(calibrateThreshold({ interactions: 100_000, flagged: flaggedAt(rising(150)) })).toMatchObject({
      presumedBenign: 100_000,
      flaggedBefore: 150,
      flaggedAfter: 99,
    });
  });

  it('flags at most the wanted share of exchangeable traffic that comes after, on average', () => {
    // Scores of a fixed sequence, halved into what it calibrates on and what comes after.
    const scores = Array.from({ length: 400_000 }, (_, index) => ((index * 7_919) % 100_003) / 100_003);
    const [before, after] = [scores.slice(0, 200_000), scores.slice(200_000)];
    // A model on whose traffic 2 % score above 0.6.
    const scaled = (score: number) => (score > 0.98 ? 0.6 + (score - 0.98) * 15 : 0.1);
    const flagged = flaggedAt(before.map(scaled).filter((score) => score >= 0.6));
    const { threshold } = calibrateThreshold({ interactions: before.length, flagged });
    const share = after.map(scaled).filter((score) => score >= threshold).length / after.length;
    expect(share).toBeLessThanOrEqual(0.0011);
    expect(share).toBeGreaterThan(0.0008);
  });
});
