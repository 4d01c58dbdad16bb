import type { Clock, DriftTest } from './build-test.js';
import { type UnseenTest, buildTests } from './build-tests.js';
import { type FeatureTraitsByName, dayMs } from './drift-settings.js';
import type { DriftState } from './drift-state.js';
import { type RecentSums, dayOf, dropDays, lagDays, referenceDays, withhold } from './recent-sums.js';
import { replaceTests } from './replace-tests.js';

/** A day is learnt from only where the feature's evidence stayed below this share of the alarm's. */
const admittedShare = 1 / 100;
/** Fewer days than this teach nothing: the feature keeps the reference it has. */
const fewestDays = 5;

/** After a longer silence nothing of the reference is left: its days need not be turned one by one. */
const longestGapDays = lagDays + referenceDays + 1;

/** The state at the beginning of a minute: with every day turned that has ended by then. */
export function turnDays(state: DriftState, atMs: number, traits: FeatureTraitsByName): DriftState {
  let turned = state;
  while (turned.recent !== null && atMs >= turned.recent.turnsAtMs) {
    const { turnsAtMs } = turned.recent;
    const skipped = Math.max(0, Math.floor((atMs - turnsAtMs) / dayMs) - longestGapDays);
    const endMs = turnsAtMs + skipped * dayMs;
    turned = turnDay(turned, { ...turned.recent, turnsAtMs: endMs + dayMs }, endMs, traits);
  }
  return turned;
}

/**
 * The state at the end of a day of the second clock, which watches for what is abrupt: its reference becomes the
 * seven days that ended two days ago. Days in which a feature was in an alarm, or near one by either clock, are not
 * learnt from, so that a frog that is boiled slowly does not become the reference it is held against: the first
 * clock's baseline stands still, and its evidence closes the second one's door at a hundredth of an alarm.
 */
function turnDay(
  state: DriftState,
  under: RecentSums,
  endMs: number,
  traits: FeatureTraitsByName,
): DriftState {
  const watched = withholdDay(state, under, endMs);
  const today = dayOf(watched, endMs);
  const from = today - lagDays - referenceDays;
  if (dayOf(watched, watched.startMs) > from) return { ...state, recent: watched };
  const recent = dropDays(watched, from);
  const learnable = Object.keys(recent.sums.features).filter(
    (feature) => referenceDays - heldDays(recent, feature, from).length >= fewestDays,
  );
  const build = (clock: Clock, features: readonly string[]) =>
    buildTests({ ...recent.sums, segments: state.segments }, recent.startMs, traits, {
      clock,
      leftOut: (feature) => unlearnt(recent, feature, from),
      features: new Set(features),
      crowdingOf: (test) => crowdingKnown(state, test),
    }).tests;
  const latched = new Set(state.evidence!.latches.map(({ feature }) => feature));
  const settled = state.unsettled.filter((feature) => learnable.includes(feature) && !latched.has(feature));
  const turned = withTests({ ...state, recent }, 'trailing', build('trailing', learnable));
  if (settled.length === 0) return turned;
  const unsettled = state.unsettled.filter((feature) => !settled.includes(feature));
  return withTests({ ...turned, unsettled }, 'anchored', build('anchored', settled));
}

/** A week shows less than the whole baseline how crowded sessions are. */
function crowdingKnown({ tests }: DriftState, { feature, score, direction }: UnseenTest): number {
  const anchored = tests.find(
    (test) =>
      test.clock === 'anchored' &&
      test.feature === feature &&
      test.score === score &&
      test.direction === direction,
  );
  return anchored?.crowding ?? 1;
}

/** The state with new tests of some features; the others keep theirs. */
function withTests(state: DriftState, clock: Clock, incoming: readonly DriftTest[]): DriftState {
  const rebuilt = new Set(incoming.map(({ feature }) => feature));
  const kept = state.tests.filter((test) => test.clock === clock && !rebuilt.has(test.feature));
  return replaceTests(state, clock, [...incoming, ...kept]);
}

function withholdDay(state: DriftState, recent: RecentSums, endMs: number): RecentSums {
  const { tests, evidence, settings } = state;
  const near = new Map<string, number>();
  let bet = 0;
  for (const { feature, bets } of tests) {
    for (const { weight } of bets) {
      near.set(feature, (near.get(feature) ?? 0) + weight * evidence!.r[bet++]!);
    }
  }
  const limit = settings.arlMinutes * admittedShare;
  const held = [...near].filter(([, m]) => m >= limit).map(([feature]) => feature);
  const latched = evidence!.latches.map(({ feature }) => feature);
  return [...new Set([...held, ...latched])].reduce(
    (sums, feature) => withhold(sums, feature, endMs - dayMs, endMs - 1),
    recent,
  );
}

function heldDays({ withheld }: RecentSums, feature: string, from: number): readonly number[] {
  return (withheld[feature] ?? []).filter((day) => day < from + referenceDays);
}

/** Days of the sums that are not part of a feature's reference: withheld ones, and those of the lag. */
function unlearnt(recent: RecentSums, feature: string, from: number): ReadonlySet<number> {
  const lag = Array.from({ length: lagDays + 1 }, (_, i) => referenceDays + i);
  return new Set([...lag, ...heldDays(recent, feature, from).map((day) => day - from)]);
}
