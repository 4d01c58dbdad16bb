import { describe, expect, it } from '@jest/globals';
import {
  type PairCounts,
  type ProbeVerdict,
  addPair,
  decideRepeats,
  noPairs,
  pairVerdict,
  pairedEvidence,
  roundsEvidence,
} from './paired-test.js';

const counts = (tunedOnly: number, baseOnly: number): PairCounts => ({ pairs: 80, tunedOnly, baseOnly });
const erodedE = (pairs: PairCounts): number => Math.exp(pairedEvidence(pairs).erodedNats);

describe('pairedEvidence', () => {
  it.each([
    [0, 0, 1],
    [1, 0, (1.1 + 1.2 + 1.4 + 1.6 + 1.8) / 5],
    [0, 1, (0.9 + 0.8 + 0.6 + 0.4 + 0.2) / 5],
    [2, 1, (1.1 ** 2 * 0.9 + 1.2 ** 2 * 0.8 + 1.4 ** 2 * 0.6 + 1.6 ** 2 * 0.4 + 1.8 ** 2 * 0.2) / 5],
  ])('is the mixture of the bets for %d against %d', (b, c, e) => {
    expect(erodedE(counts(b, c))).toBeCloseTo(e, 12);
  });

  it('mirrors erosion and hardening', () => {
    const { erodedNats, hardenedNats } = pairedEvidence(counts(14, 2));
    expect(pairedEvidence(counts(2, 14))).toEqual({ erodedNats: hardenedNats, hardenedNats: erodedNats });
  });

  it('is exact where the e-value itself would overflow', () => {
    expect(pairedEvidence(counts(5_000, 0)).erodedNats).toBeCloseTo(5_000 * Math.log(1.8) - Math.log(5), 6);
    expect(pairedEvidence(counts(0, 5_000)).erodedNats).toBeCloseTo(5_000 * Math.log(0.9) - Math.log(5), 6);
  });

  it.each([
    [9, 0, 'insufficient evidence'],
    [10, 0, 'eroded'],
    [14, 2, 'insufficient evidence'],
    [16, 2, 'eroded'],
    [0, 10, 'hardened'],
    [40, 40, 'insufficient evidence'],
  ])('of %d against %d says: %s', (b, c, verdict) => {
    expect(pairVerdict(pairedEvidence(counts(b, c)))).toBe(verdict);
  });
});

describe('decideRepeats', () => {
  it.each<[ProbeVerdict, readonly ProbeVerdict[]]>([
    ['answered', ['answered', 'answered', 'refused']],
    ['refused', ['refused', 'answered', 'refused']],
    ['unsure', ['answered', 'refused']],
    ['unsure', ['answered', 'refused', 'unsure']],
    ['unsure', []],
  ])('says %s of %j', (decided, verdicts) => {
    expect(decideRepeats(verdicts)).toBe(decided);
  });
});

it('addPair takes no pair from a side that is unsure', () => {
  const once = addPair(addPair(noPairs, 'answered', 'unsure'), 'unsure', 'refused');
  expect(once).toEqual(noPairs);
  expect(addPair(addPair(noPairs, 'answered', 'refused'), 'refused', 'refused')).toEqual({
    pairs: 2,
    tunedOnly: 1,
    baseOnly: 0,
  });
});

describe('roundsEvidence', () => {
  it('counts half of a first round and comes to all of it as rounds repeat, never to more', () => {
    const round = counts(16, 2);
    const alone = pairedEvidence(round).erodedNats;
    const after = (rounds: number) => roundsEvidence(Array.from({ length: rounds }, () => round)).erodedNats;
    expect(Math.exp(after(1) - alone)).toBeCloseTo(1 / 2, 12);
    expect(Math.exp(after(9) - alone)).toBeCloseTo(9 / 10, 12);
    expect(after(1_000)).toBeLessThan(alone);
  });

  it('of no round is none', () => {
    expect(roundsEvidence([])).toEqual({ erodedNats: -Infinity, hardenedNats: -Infinity });
  });
});
