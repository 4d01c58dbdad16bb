import { type Clock, type DriftTest, clockShares } from './build-test.js';
import type { DriftState } from './drift-state.js';
import { type Evidence, type Latch, effectSlots, freshEvidence } from './evidence.js';

/**
 * The state with one clock's tests replaced. A test that is the same but for its level goes on with its evidence: R
 * stays an e-detector when nulls and bets are fixed before the minutes they are used on. A latched feature keeps the
 * tests it alarmed with. `evidence` must not be null.
 */
export function replaceTests(state: DriftState, clock: Clock, incoming: readonly DriftTest[]): DriftState {
  const evidence = state.evidence!;
  const latched = new Set(evidence.latches.map(({ feature }) => feature));
  const kept = state.tests.filter((test) => test.clock === clock && latched.has(test.feature));
  const frozen = new Set(kept.map(({ feature }) => feature));
  const fresh = incoming.filter(({ feature }) => !frozen.has(feature));
  const own = withinShare([...kept, ...fresh].sort(byFeature), clockShares[clock]);
  const others = state.tests.filter((test) => test.clock !== clock);
  const tests = clock === 'anchored' ? [...own, ...others] : [...others, ...own];
  return { ...state, tests, evidence: carriedOver(evidence, state.tests, tests) };
}

function byFeature(a: DriftTest, b: DriftTest): number {
  return a.feature < b.feature ? -1 : a.feature > b.feature ? 1 : 0;
}

/** Tests of two baselines side by side may hold more than the clock's share: all are cut alike. */
function withinShare(tests: readonly DriftTest[], share: number): readonly DriftTest[] {
  const total = tests.reduce((sum, { bets }) => sum + bets.reduce((part, { weight }) => part + weight, 0), 0);
  if (total <= share * (1 + 1e-9)) return tests;
  const cut = (weight: number): number => (weight * share) / total;
  return tests.map((test) => ({
    ...test,
    bets: test.bets.map(({ lambda, weight }) => ({ lambda, weight: cut(weight) })),
  }));
}

function carriedOver(was: Evidence, before: readonly DriftTest[], after: readonly DriftTest[]): Evidence {
  const places = placesOf(before);
  const is = { ...freshEvidence(after, was.lastMinuteMs), latches: was.latches };
  const [r, cusum, since, marks, sums] = [is.r, is.cusum, is.since, is.marks, is.sums].map((all) => [...all]);
  let bet = 0;
  const moved = new Map<number, number>();
  after.forEach((test, index) => {
    const place = places.get(keyOf(test));
    if (place !== undefined) moved.set(place.index, index);
    if (place !== undefined && place.bets === test.bets.length) {
      const { index: at, bet: from, bets } = place;
      put(sums!, index * effectSlots, was.sums.slice(at * effectSlots, (at + 1) * effectSlots));
      put(r!, bet, was.r.slice(from, from + bets));
      put(cusum!, bet, was.cusum.slice(from, from + bets));
      put(since!, bet, was.since.slice(from, from + bets));
      put(marks!, bet * effectSlots, was.marks.slice(from * effectSlots, (from + bets) * effectSlots));
    }
    bet += test.bets.length;
  });
  const latches = was.latches.flatMap((latch) => movedLatch(latch, moved));
  return { ...is, r: r!, cusum: cusum!, since: since!, marks: marks!, sums: sums!, latches };
}

/** Where a test stands among the others, and its bets. */
function placesOf(tests: readonly DriftTest[]) {
  let bet = 0;
  return new Map(
    tests.map((test, index) => {
      const place = { index, bet, bets: test.bets.length };
      bet += test.bets.length;
      return [keyOf(test), place] as const;
    }),
  );
}

function keyOf({ clock, feature, score, direction, mix }: DriftTest): string {
  return JSON.stringify([clock, feature, score, direction, mix?.of]);
}

function put(to: number[], at: number, values: readonly number[]): void {
  values.forEach((value, i) => (to[at + i] = value));
}

function movedLatch(latch: Latch, moved: ReadonlyMap<number, number>): Latch[] {
  const test = moved.get(latch.test);
  if (test === undefined) return [];
  return [{ ...latch, test, tests: latch.tests.flatMap((index) => moved.get(index) ?? []) }];
}
