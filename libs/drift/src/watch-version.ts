import { hourMs, minuteMs } from './drift-settings.js';
import type { FeatureTraitsByName } from './drift-settings.js';
import { besideFactors, scoresOf } from './beside-test.js';
import { joinEpisode } from './drift-episode.js';
import type { DriftState } from './drift-state.js';
import { effectSlots } from './evidence.js';
import type { DriftAlarm } from './explain-alarm.js';
import { explainVersion } from './explain-version.js';
import { withTopic, withTopicTerms } from './fold-topics.js';
import { type OpenVersion, closeVersion, evidenceOfVersion, openVersion, silence } from './open-version.js';
import type { OpenTest } from './open-watch.js';
import { byMinute } from './order-units.js';
import type { SessionUnit } from './session-unit.js';
import { versionAlpha } from './version-watch.js';
import { multiplyMinute } from './watch-minute.js';

/** Sessions of a version and of its predecessor that were emitted in the same minutes. */
export interface VersionUnits {
  readonly own: readonly SessionUnit[];
  readonly stable: readonly SessionUnit[];
}

/** Sessions that are compared at once, and how long they are waited for: the season moves on. */
const sessionsOfBlock = 64;
const longestBlockMs = 3 * hourMs;
/** More sessions of one minute say little more about a difference between versions. */
export const unitsOfMinute = 16;

/**
 * The state after a version that is still learnt was held against its predecessor in every minute before `throughMs`,
 * and the alarms of that; `foldMinutes` has folded the same minutes before. Both evidences are e-processes, so that
 * the chance of any alarm while nothing differs is at most `versionAlpha` (Ville 1939; Ramdas et al., Statistical
 * Science 2023). The same units give the same bits in one call or in many.
 */
export function watchVersion(
  state: DriftState,
  { own, stable }: VersionUnits,
  throughMs: number,
  traits: FeatureTraitsByName,
): { readonly state: DriftState; readonly alarms: readonly DriftAlarm[] } {
  const { succeeds, startMs, settings } = state;
  if (succeeds === null || startMs === null) return { state, alarms: [] };
  const endMs = Math.min(throughMs, startMs + settings.baselineMs);
  const isDue = (unit: SessionUnit): boolean => unit.emittedMinuteMs < endMs && unit.firstAtMs >= startMs;
  const minutes = minutesOfBoth(own.filter(isDue), stable.filter(isDue));
  const version = openVersion(succeeds);
  const alarms: DriftAlarm[] = [];
  let { episode } = state;
  for (const { atMs, ownUnits, stableUnits } of minutes) {
    foldVersionMinute(version, atMs, ownUnits, stableUnits);
    while (evidenceOfVersion(version) >= 1 / versionAlpha) {
      const isOn = version.told.size > 0;
      const raised = explainVersion(version, { atMs: atMs + minuteMs, startMs, settings, traits });
      const joined = joinEpisode(episode, withTopicTerms(raised, succeeds.topics), isOn);
      episode = joined.episode;
      alarms.push(joined.alarm);
      silence(version, raised.feature);
    }
  }
  const isOver = throughMs >= startMs + settings.baselineMs;
  return { state: { ...state, episode, succeeds: isOver ? null : closeVersion(version) }, alarms };
}

function minutesOfBoth(own: readonly SessionUnit[], stable: readonly SessionUnit[]) {
  const ofOwn = new Map(byMinute(own).map(({ atMs, units }) => [atMs, units]));
  const ofStable = new Map(byMinute(stable).map(({ atMs, units }) => [atMs, units]));
  const times = [...new Set([...ofOwn.keys(), ...ofStable.keys()])].sort((a, b) => a - b);
  return times.map((atMs) => ({
    atMs,
    ownUnits: ofOwn.get(atMs) ?? [],
    stableUnits: ofStable.get(atMs) ?? [],
  }));
}

function foldVersionMinute(
  version: OpenVersion,
  atMs: number,
  own: readonly SessionUnit[],
  stable: readonly SessionUnit[],
): void {
  const named = (unit: SessionUnit): SessionUnit => withTopic(unit, version.watch);
  const ownUnits = own.map(named);
  if (ownUnits.length > 0) multiplyMinute(version.frozen, atMs, ownUnits, 0);
  const firstMs = [version.own[0], version.stable[0]].map((unit) => unit?.emittedMinuteMs ?? Infinity);
  if (atMs - Math.min(...firstMs) >= longestBlockMs) compareBlock(version);
  version.own.push(...ownUnits.slice(0, unitsOfMinute).map(withoutTerms));
  version.stable.push(...stable.slice(0, unitsOfMinute).map(named).map(withoutTerms));
  if (version.own.length + version.stable.length >= sessionsOfBlock) compareBlock(version);
}

/** A topic has been found in them, and nothing else is asked of words here. */
function withoutTerms({ terms: _terms, ...unit }: SessionUnit): SessionUnit {
  return unit;
}

/** Multiplies what the waiting sessions say into the e-processes, and begins to wait anew. Of one version alone: nothing. */
function compareBlock(version: OpenVersion): void {
  const { frozen, beside, own, stable, ownSums, stableSums } = version;
  version.own = [];
  version.stable = [];
  if (own.length === 0 || stable.length === 0) return;
  for (const feature of frozen.features) {
    const [ownScores, stableScores] = [scoresOf(frozen, feature, own), scoresOf(frozen, feature, stable)];
    feature[1].tests.forEach((test, i) => {
      const factors = besideFactors(test, ownScores[i]!, stableScores[i]!);
      factors.forEach((factor, b) => {
        beside[test.firstBet + b]! *= factor;
      });
      addScores(ownSums, test, ownScores[i]!);
      addScores(stableSums, test, stableScores[i]!);
    });
  }
}

function addScores(
  sums: Float64Array,
  { index }: OpenTest,
  scores: readonly { value: number; n: number; w: number }[],
): void {
  const at = index * effectSlots;
  for (const { value, n, w } of scores) {
    const [a, size] = [w * value, w * n];
    [1, a, size, a * a, a * size, size * size].forEach((part, slot) => {
      sums[at + slot]! += part;
    });
  }
}
