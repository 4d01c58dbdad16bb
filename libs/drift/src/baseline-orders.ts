import type { Severity } from '#contracts';
import { type Result, err, ok } from '#kernel';
import { buildTests } from './build-tests.js';
import { type FeatureTraitsByName, minuteMs } from './drift-settings.js';
import { type DriftState, newDriftState } from './drift-state.js';
import { freshEvidence } from './evidence.js';
import type { DriftAlarm } from './explain-alarm.js';
import { settle } from './fold-minutes.js';
import { type RecentSums, dayOf, emptyRecent } from './recent-sums.js';
import { acceptTerms } from './vocabulary.js';

/** The state that learns its model anew from the first minute that has not been folded: nothing before it counts. */
export function resetBaseline({ settings, foldedThroughMs }: DriftState): DriftState {
  return { ...newDriftState(settings), foldedThroughMs };
}

/** Why there is nothing to promote: the model is still learnt, or what it is like now is known of too few days. */
export type NotPromoted = 'learning' | 'too-few-days';

/** So many whole days a level must be known of before it can be what is usual. */
const fewestDays = 3;

/**
 * The state whose baseline is what the model is like now. A provisional baseline becomes the baseline; a settled one
 * gives way to the last days that the second clock remembers, of a feature that has drifted only those since it did.
 * Drifts under way are over by that: what they were is usual now. Numbers keep their edges; their levels are new.
 */
export function promoteBaseline(
  state: DriftState,
  traits: FeatureTraitsByName,
): Result<DriftState, NotPromoted> {
  const { phase, recent, foldedThroughMs, evidence, startMs } = state;
  if (phase !== 'watching' || evidence === null || startMs === null || foldedThroughMs === null) {
    return err('learning');
  }
  if (recent === null) return ok(settle(state, foldedThroughMs, traits));
  const drifted = new Set(evidence.latches.map(({ feature }) => feature));
  const leftOut = (feature: string): ReadonlySet<number> =>
    drifted.has(feature) ? daysBeforeDrift(recent, feature, foldedThroughMs) : new Set();
  const days = dayOf(recent, foldedThroughMs) - dayOf(recent, recent.startMs);
  if (
    [days, ...[...drifted].map((feature) => days - leftOut(feature).size)].some((known) => known < fewestDays)
  ) {
    return err('too-few-days');
  }
  const sums = { ...recent.sums, segments: state.segments };
  const frozen = buildTests(sums, recent.startMs, traits, { clock: 'anchored', leftOut });
  return ok({
    ...state,
    ...frozen,
    settledAtMs: foldedThroughMs,
    recent: emptyRecent(foldedThroughMs),
    episode: null,
    unsettled: [],
    vocabulary: Object.fromEntries(
      Object.entries(state.vocabulary).map(([name, { sums, watch }]) => [
        name,
        { sums, watch: watch && acceptTerms(watch) },
      ]),
    ),
    evidence: freshEvidence(frozen.tests, Math.floor(foldedThroughMs / minuteMs) * minuteMs),
  });
}

/** Days of the sums that are not those of the level that a feature has drifted to. */
function daysBeforeDrift(recent: RecentSums, feature: string, atMs: number): ReadonlySet<number> {
  const first = dayOf(recent, recent.startMs);
  const held = new Set(recent.withheld[feature] ?? []);
  const days = Array.from({ length: dayOf(recent, atMs) - first }, (_, day) => day);
  // The day of the change has something of both.
  return new Set(days.filter((day) => !held.has(day + first) || !held.has(day + first - 1)));
}

/** A change that somebody meant to make. */
export interface PlannedChange {
  readonly fromMs: number;
  readonly untilMs: number;
  /** In the words of who planned it. */
  readonly note: string;
}

/** A change point is known to about so much. */
const leewayMs = 2 * 60 * minuteMs;

/**
 * The alarm as one of a planned change where its change began in the time of one: of low severity, with the note in
 * its sentence. It stays an alarm: what was planned may have gone farther than planned.
 */
export function withPlannedChange(alarm: DriftAlarm, planned: readonly PlannedChange[]): DriftAlarm {
  const plan = planned.find(
    ({ fromMs, untilMs }) => alarm.changeAtMs >= fromMs - leewayMs && alarm.changeAtMs <= untilMs + leewayMs,
  );
  if (plan === undefined) return alarm;
  const severity: Severity = 'low';
  return { ...alarm, severity, explanation: `${alarm.explanation}; planned: ${oneLine(plan.note)}` };
}

/** A note goes where sentences go: one line, short, nothing that acts. */
function oneLine(note: string): string {
  return note.replace(/[^\p{L}\p{N} _.,:;#()/+-]/gu, ' ').slice(0, 120);
}
