import { type DriftTest, clockShares } from './build-test.js';
import type { DriftState } from './drift-state.js';
import { effectSlots, freshEvidence } from './evidence.js';
import type { VersionNames, VersionWatch } from './version-watch.js';

/**
 * The state of a version that was first seen at `startMs`, to be held against the frozen levels of its predecessor;
 * the same where these were not settled by then, or where the version is not new.
 */
export function succeed(
  state: DriftState,
  predecessor: DriftState,
  { version, predecessor: before }: VersionNames,
): DriftState {
  const { settledAtMs, histograms, topics, segments } = predecessor;
  const isKnown = settledAtMs !== null && state.startMs !== null && settledAtMs <= state.startMs;
  if (!isKnown || state.baseline === null || state.succeeds !== null) return state;
  const tests = predecessor.tests
    .filter(({ clock, mix }) => clock === 'anchored' && mix === undefined)
    .map(withWholeShare);
  const fresh = freshEvidence(tests, state.startMs ?? 0);
  const ones = fresh.r.map(() => 1);
  const sums = tests.flatMap(() => new Array<number>(effectSlots).fill(0));
  const succeeds: VersionWatch = {
    version,
    predecessor: before,
    tests,
    histograms: histograms ?? {},
    topics,
    segments,
    frozen: { ...fresh, r: ones },
    beside: { own: [], stable: [], r: ones, ownSums: sums, stableSums: sums },
    told: [],
  };
  return { ...state, succeeds };
}

/** Weights that sum to at most 1: a version has no second clock and no words. */
function withWholeShare(test: DriftTest): DriftTest {
  const bets = test.bets.map((bet) => ({ ...bet, weight: bet.weight / clockShares.anchored }));
  return { ...test, bets };
}
