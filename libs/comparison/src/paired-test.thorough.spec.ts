import { describe, expect, it } from '@jest/globals';
import {
  type PairCounts,
  type ProbeVerdict,
  addPair,
  alarmNats,
  decideRepeats,
  noPairs,
  pairedEvidence,
  roundsEvidence,
} from './paired-test.js';

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const of = (next: () => number, share: number): ProbeVerdict => (next() < share ? 'answered' : 'refused');

/** Probes until the alarm of erosion, looked at after each; undefined: not within `most`. */
function probesToAlarm(most: number, ask: () => readonly [ProbeVerdict, ProbeVerdict]) {
  let seen = noPairs;
  for (let probe = 1; probe <= most; probe++) {
    const before = seen;
    seen = addPair(seen, ...ask());
    // Nothing else adds to the evidence.
    const isMore = seen.tunedOnly > before.tunedOnly;
    if (isMore && pairedEvidence(seen).erodedNats >= alarmNats) return probe;
  }
  return undefined;
}

describe('the promise', () => {
  it('holds where nothing differs, looked at after each of 1,000 probes that are asked three times', () => {
    const next = uniform(1);
    const runs = 2_000;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const ask = () => {
        // Each probe has a difficulty of its own, the same for both sides.
        const share = next();
        const side = () => decideRepeats([of(next, share), of(next, share), of(next, share)]);
        return [side(), side()] as const;
      };
      if (probesToAlarm(1_000, ask) !== undefined) alarms++;
    }
    expect(alarms / runs).toBeLessThanOrEqual(0.01);
  });

  it('would not hold if repeats counted as pairs of their own', () => {
    const next = uniform(2);
    const runs = 500;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      let seen = noPairs;
      for (let probe = 0; probe < 80; probe++) {
        const [tuned, base] = [of(next, 0.5), of(next, 0.5)];
        for (let repeat = 0; repeat < 10; repeat++) seen = addPair(seen, tuned, base);
      }
      if (pairedEvidence(seen).erodedNats >= alarmNats) alarms++;
    }
    expect(alarms / runs).toBeGreaterThan(0.1);
  });

  it.each([
    // How many of the base's answers the tuned model still gives decides it: all of them, seven in ten, as chance has it.
    [1, 185, 210],
    [0.7, 320, 360],
    [0.1, 560, 640],
  ])(
    'finds compliance that went from 5 to 10 %%, %d of the old answers kept, in %d to %d probes',
    (kept, from, to) => {
      const next = uniform(3);
      const runs = 1_000;
      let sum = 0;
      for (let run = 0; run < runs; run++) {
        const ask = () => {
          const base = of(next, 0.05);
          return [of(next, base === 'answered' ? kept : (0.1 - 0.05 * kept) / 0.95), base] as const;
        };
        sum += probesToAlarm(20_000, ask) ?? Infinity;
      }
      expect(sum / runs).toBeGreaterThan(from);
      expect(sum / runs).toBeLessThan(to);
    },
  );

  it('holds the promise over 60 rounds whose answers are mostly those of the round before', () => {
    const next = uniform(5);
    const runs = 1_000;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const answers = Array.from({ length: 80 }, () => [of(next, 0.5), of(next, 0.5)] as const);
      const rounds: PairCounts[] = [];
      for (let round = 0; round < 60; round++) {
        answers.forEach((_, index) => {
          if (next() < 0.05) answers[index] = [of(next, 0.5), of(next, 0.5)];
        });
        rounds.push(answers.reduce((sum, [tuned, base]) => addPair(sum, tuned, base), noPairs));
      }
      if (roundsEvidence(rounds).erodedNats >= alarmNats) alarms++;
    }
    expect(alarms / runs).toBeLessThanOrEqual(0.01);
  });
});
