import { describe, expect, it } from '@jest/globals';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type LevelOptions, estimateLevel } from './estimate-level.js';
import type { PooledSums } from './pool-days.js';

type Sessions = readonly (readonly [n: number, a: number])[];

/** Sums over sessions that follow one another, so many an hour. */
function pooled(sessions: Sessions, anHour: number): PooledSums {
  const [count, s1, s2] = [0, 1, 2].map(() => new Array<number>(17).fill(0));
  const hours = Math.ceil(sessions.length / anHour);
  const [events, score] = [0, 1].map(() => new Array<number>(hours).fill(0));
  sessions.forEach(([n, a], i) => {
    count![n]! += 1;
    s1![n]! += a;
    s2![n]! += a * a;
    events![Math.floor(i / anHour)]! += n;
    score![Math.floor(i / anHour)]! += a;
  });
  return { count: count!, s1: s1!, s2: s2!, events: events!, score: score!, firstHour: 0 };
}

const random = (seed: number): (() => number) => {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
};
const sumUp: LevelOptions = { score: 'sum', direction: 'up' };

/** Two weeks of ten sessions an hour, with a rate by hour; events of a session are alike with a chance of `alike`. */
function twoWeeks(rateOf: (hour: number) => number, alike = 0, seed = 1): Sessions {
  const draw = random(seed);
  return Array.from({ length: 14 * 24 * 10 }, (_, i) => {
    const [n, rate] = [1 + (i % 8), rateOf(Math.floor(i / 10))];
    const common = draw() < rate ? 1 : 0;
    let a = 0;
    for (let event = 0; event < n; event++) a += draw() < alike ? common : draw() < rate ? 1 : 0;
    return [n, a] as const;
  });
}

describe('the level of a score', () => {
  it('weighs a session by what its events have in common', () => {
    const apart = estimateLevel(
      pooled(
        twoWeeks(() => 0.05),
        10,
      ),
      sumUp,
    )!;
    // Two events are alike where both took what is common: .6² of pairs.
    const alike = estimateLevel(
      pooled(
        twoWeeks(() => 0.05, 0.6),
        10,
      ),
      sumUp,
    )!;
    expect(apart.icc).toBeLessThan(0.02);
    expect(alike.icc).toBeGreaterThan(0.3);
    expect(alike.icc).toBeLessThan(0.42);
    expect(alike.weights[8]).toBeCloseTo(1 / (1 + 7 * alike.icc), 9);
    expect(alike.se).toBeGreaterThan(1.3 * apart.se);
  });

  it('lets long sessions of a common value weigh less, so that more may be staked', () => {
    const { icc } = estimateLevel(
      pooled(
        twoWeeks(() => 0.5),
        10,
      ),
      sumUp,
    )!;
    // A session of 16 at 1.2 times the level loses what two events would.
    expect(icc).toBeCloseTo(((16 * 0.6) / 2 - 1) / 15, 2);
  });

  it('is as uncertain as its hours are where it wanders', () => {
    const slow = (hour: number): number => (Math.floor(hour / 30) % 2 === 0 ? 0.02 : 0.08);
    const wandering = estimateLevel(pooled(twoWeeks(slow), 10), sumUp)!;
    const still = estimateLevel(
      pooled(
        twoWeeks(() => 0.05),
        10,
      ),
      sumUp,
    )!;
    expect(still.wander).toBe(0);
    expect(wandering.wander).toBeGreaterThan(0.01);
    expect(wandering.se).toBeGreaterThan(2 * still.se);
  });

  it.each([
    ['what its middle wanders', 'q90', 0.02, (wander: number) => wander > 0.01],
    ['nothing where that stands still', 'q90', 0, (wander: number) => wander === 0],
    ['nothing that is not its own', 'sum', 0.02, (wander: number) => wander === 0],
  ])('of a tail inherits %s', (_what, score, middleWander, isRight) => {
    const options = { score, direction: 'up', middleWander } as const;
    expect(
      isRight(
        estimateLevel(
          pooled(
            twoWeeks(() => 0.1),
            10,
          ),
          options,
        )!.wander,
      ),
    ).toBe(true);
  });

  it('is divided by how crowded hours are', () => {
    const sums = pooled(
      twoWeeks(() => 0.05),
      10,
    );
    const crowded = estimateLevel(sums, { ...sumUp, leastCrowding: 3 })!;
    const alone = estimateLevel(sums, sumUp)!;
    expect(crowded.weights[5]).toBeCloseTo(alone.weights[5]! / 3, 12);
    expect(crowded.se).toBeCloseTo(alone.se * Math.sqrt(3), 12);
  });
});

describe('what a session counts as that has any', () => {
  const any = (sessions: Sessions) =>
    estimateLevel(
      pooled(
        sessions.map(([n, a]) => [n, Math.min(1, a)]),
        10,
      ),
      { score: 'any', direction: 'down' },
    )!.sizes;

  it('is its length where events are each for themselves, and rare', () => {
    expect(any(twoWeeks(() => 0.005))[8]).toBeGreaterThan(6);
  });

  it('is hardly more than one where they are alike', () => {
    expect(any(twoWeeks(() => 0.05, 0.95))[8]).toBeLessThan(2.5);
  });
});
