import { describe, expect, it } from '@jest/globals';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type Risk, addEvidence, evidenceNats, noRisk } from './risk.js';

const hourMs = 3_600_000;

describe('evidence of one score', () => {
  it.each([
    ['an ordinary text speaks against an attack', 0, -Math.LN2],
    ['a text that was refused, which alone gives 0.26', 0.26, -Math.LN2],
    // One text in a thousand: half of ln 1000, less the stake of ln 2.
    ['the threshold of flagging', 0.6, Math.log(1000) / 2 - Math.LN2],
    ['a certainty counts as one in a million', 1, Math.log(1e6) / 2 - Math.LN2],
  ])('%s', (_what, score, nats) => {
    expect(evidenceNats(score)).toBeCloseTo(nats, 9);
  });
});

describe('risk', () => {
  it('fades by half in a half-life', () => {
    const risk = { atMs: 0, nats: 8 };
    const later = addEvidence(risk, { atMs: hourMs, score: 0.6 }, hourMs);
    expect(later.nats).toBeCloseTo(4 + evidenceNats(0.6), 5);
  });

  it('does not fade backwards where events come late', () => {
    expect(addEvidence({ atMs: hourMs, nats: 8 }, { atMs: 0, score: 0 }, hourMs)).toEqual({
      atMs: hourMs,
      nats: Number((8 - Math.LN2).toFixed(6)),
    });
  });

  it('of ordinary traffic reaches ln 1000 once in a thousand texts or more seldom', () => {
    const random = xoroshiro128plus(7);
    const texts = 400_000;
    let risk: Risk = noRisk;
    let alarms = 0;
    for (let index = 0; index < texts; index++) {
      const rarity = -Math.log10(1 - uniformFloat64(random));
      risk = addEvidence(risk, { atMs: 0, score: rarity / (rarity + 2) }, hourMs);
      if (risk.nats < Math.log(1000)) continue;
      alarms++;
      risk = noRisk;
    }
    expect(alarms).toBeGreaterThan(0);
    expect(alarms).toBeLessThanOrEqual(texts / 1000);
  });

  it('of one who attacks rises past any threshold', () => {
    let risk: Risk = noRisk;
    for (let index = 0; index < 10; index++) risk = addEvidence(risk, { atMs: 0, score: 0.7 }, hourMs);
    expect(risk.nats).toBeGreaterThan(Math.log(1e7));
  });
});
