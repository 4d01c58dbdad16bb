import { isOfDeploy } from '#contracts';
import type { DriftSettings, FeatureTraitsByName } from './drift-settings.js';
import { type Effect, estimateEffect } from './estimate-effect.js';
import { effectSlots } from './evidence.js';
import { type DriftAlarm, explainAlarm } from './explain-alarm.js';
import type { OpenTest } from './open-watch.js';
import { largest, winnerOf } from './raise-alarm.js';
import { type OpenVersion, besideEvidence, frozenEvidence } from './open-version.js';

/** What an alarm of a version is told with beyond the evidence. */
export interface VersionAlarmFrame {
  readonly atMs: number;
  /** The version's first minute. */
  readonly startMs: number;
  readonly settings: DriftSettings;
  readonly traits: FeatureTraitsByName;
}

/** What the strongest test says of the levels of the two versions, and since when. */
interface Difference {
  readonly test: OpenTest['test'];
  readonly effect: Effect;
  readonly changeAtMs: number;
}

/** The alarm of the feature in which a version differs most from its predecessor. */
export function explainVersion(version: OpenVersion, frame: VersionAlarmFrame): DriftAlarm {
  const ofTest = (test: OpenTest): number => frozenEvidence(version, test) + besideEvidence(version, test);
  const ofFeature = (tests: readonly OpenTest[]): number =>
    tests.reduce((sum, test) => sum + ofTest(test), 0);
  const [name, feature] = largest([...version.frozen.features], ([, { tests }]) => ofFeature(tests));
  const open = largest(feature.tests, ofTest);
  const beside = besideEvidence(version, open) > frozenEvidence(version, open);
  const { version: own, predecessor } = version.watch;
  return explainAlarm({
    ...frame,
    ...(beside ? besideDifference(version, open, frame) : frozenDifference(version, open, frame)),
    traits: frame.traits[name],
    histogram: feature.histogram,
    against: { version: own, predecessor, beside },
  });
}

/** Both levels as they were at the same time. */
function besideDifference(version: OpenVersion, open: OpenTest, { startMs }: VersionAlarmFrame): Difference {
  const slots = [open.index * effectSlots, (open.index + 1) * effectSlots] as const;
  const { direction, score } = open.test;
  const p = estimateEffect(version.stableSums.slice(...slots), direction).current;
  const shown = { score: score === 'any' ? 'sum' : score, p };
  const effect = estimateEffect(version.ownSums.slice(...slots), direction);
  return { test: { ...open.test, p, shown }, effect, changeAtMs: startMs };
}

/** A difference that is there from the version's beginning is estimated from all of it. */
function frozenDifference({ frozen }: OpenVersion, open: OpenTest, frame: VersionAlarmFrame): Difference {
  const { atMs, startMs } = frame;
  const { sinceMs, mark } = winnerOf(frozen, open, atMs);
  const fromTheStart = isOfDeploy(sinceMs, startMs, atMs);
  const sums = frozen.sums.subarray(open.index * effectSlots, (open.index + 1) * effectSlots);
  const effect = estimateEffect(
    fromTheStart ? sums : sums.map((sum, slot) => sum - mark[slot]!),
    open.test.direction,
  );
  return { test: open.test, effect, changeAtMs: fromTheStart ? startMs : sinceMs };
}
