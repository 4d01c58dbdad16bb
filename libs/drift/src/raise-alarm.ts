import type { FeatureTraitsByName } from './drift-settings.js';
import type { DriftSettings } from './drift-settings.js';
import { estimateEffect } from './estimate-effect.js';
import { effectSlots } from './evidence.js';
import type { CaseMix } from './case-mix.js';
import { type DriftAlarm, type MixCause, explainAlarm } from './explain-alarm.js';
import { type OpenLatch, newLatch, worseEvidence } from './latch.js';
import type { OpenFeature, OpenTest, Watch } from './open-watch.js';
import { weightOf } from './watch-minute.js';

/** What an alarm is told with beyond the evidence. */
export interface AlarmFrame {
  readonly atMs: number;
  readonly settings: DriftSettings;
  readonly traits: FeatureTraitsByName;
}

/** The test that holds most of a feature's evidence, since when it speaks, and its sums at that time. */
export interface Winner {
  readonly test: OpenTest;
  readonly sinceMs: number;
  readonly mark: Float64Array;
  readonly worse?: OpenLatch;
}

/**
 * The alarm of the feature with the most evidence, after which all evidence starts again from nothing and the feature
 * is latched, in place.
 */
export function raiseAlarm(watch: Watch, frame: AlarmFrame): DriftAlarm {
  const [name, feature] = strongestFeature(watch);
  const { test, sinceMs, mark, worse } = strongestTest(watch, feature, frame.atMs);
  const at = test.index * effectSlots;
  const now = watch.sums.slice(at, at + effectSlots);
  const effect = estimateEffect(
    now.map((sum, slot) => sum - mark[slot]!),
    test.test.direction,
  );
  const mix = causeByMix(watch, feature, test);
  const alarm = explainAlarm({
    test: test.test,
    effect,
    changeAtMs: sinceMs,
    ...frame,
    traits: frame.traits[name],
    histogram: feature.histogram,
    ...(mix && { mix, mixLabel: frame.traits[mix.of]?.label }),
  });
  startAgain(watch);
  const tests = watch.tests.map((open) => open.test);
  const latch = newLatch(tests, {
    test: test.index,
    ...effect,
    atMs: frame.atMs,
    changeAtMs: sinceMs,
    mark: [...now],
    ofTraffic: mix?.cause === 'traffic',
  });
  // What is latched by a change of the mix alone is held by the model's change from now on.
  const held = new Set(latch.tests);
  const isHeld = (other: OpenLatch): boolean => other.tests.every((index) => held.has(index));
  watch.latches = [...watch.latches.filter((other) => other !== worse && !isHeld(other)), latch];
  for (const index of latch.tests) watch.latched[index] = 1;
  return alarm;
}

/**
 * Whether the mix explains a test's evidence: `model` where the test that allows for the mix alarms, or has come along
 * at least half as far, on the scale of logarithms, as the one that does not. Undefined where the level does not go with
 * any mix.
 */
function causeByMix(watch: Watch, { tests }: OpenFeature, { test }: OpenTest): MixCause | undefined {
  if (test.mix !== undefined) return { of: test.mix.of, cause: 'model' };
  const alike = tests.filter((one) => one.test.score === test.score && one.test.direction === test.direction);
  const adjusted = alike.filter((one) => one.test.mix !== undefined);
  const mix: CaseMix | undefined = adjusted[0]?.test.mix;
  if (mix === undefined) return undefined;
  const most = (of: readonly OpenTest[]): number =>
    Math.max(
      ...of.map((one) => Math.max(...watch.r.subarray(one.firstBet, one.firstBet + one.lambdas.length))),
    );
  const bare = most(alike.filter((one) => one.test.mix === undefined));
  return { of: mix.of, cause: most(adjusted) ** 2 >= bare ? 'model' : 'traffic' };
}

/** The most evidence that one feature holds. */
export function largestEvidence(watch: Watch): number {
  return watch.tests.length === 0 ? 0 : evidenceOfFeature(watch, strongestFeature(watch));
}

function strongestFeature(watch: Watch): readonly [string, OpenFeature] {
  return largest([...watch.features], (feature) => evidenceOfFeature(watch, feature));
}

function evidenceOfFeature(watch: Watch, [name, feature]: readonly [string, OpenFeature]): number {
  const worse = watch.latches.filter((latch) => latch.feature === name);
  return (
    feature.tests.reduce((sum, test) => sum + evidenceOfTest(watch, test), 0) +
    worse.reduce((sum, latch) => sum + worseOf(watch, latch), 0)
  );
}

function strongestTest(watch: Watch, feature: OpenFeature, atMs: number): Winner {
  const test = largest(feature.tests, (one) => evidenceOfTest(watch, one));
  const worse = watch.latches
    .filter((latch) => feature.tests.some(({ index }) => index === latch.test))
    .find((latch) => worseOf(watch, latch) > evidenceOfTest(watch, test));
  if (worse !== undefined) {
    const mark = Float64Array.from(worse.mark);
    return { test: watch.tests[worse.test]!, sinceMs: worse.sinceMs, mark, worse };
  }
  return winnerOf(watch, test, atMs);
}

/** Since when the strongest bet of a test speaks, and the test's sums at that time. */
export function winnerOf(watch: Watch, test: OpenTest, atMs: number): Winner {
  const bets = Array.from(test.lambdas, (_, b) => test.firstBet + b);
  const bet = largest(bets, (b) => watch.betWeights[b]! * watch.r[b]!);
  const mark = watch.marks.slice(bet * effectSlots, (bet + 1) * effectSlots);
  return { test, sinceMs: watch.since[bet] || atMs, mark };
}

/** What a test's bets hold of the evidence. */
function evidenceOfTest(watch: Watch, { firstBet, lambdas }: OpenTest): number {
  let evidence = 0;
  for (let b = firstBet; b < firstBet + lambdas.length; b++) evidence += watch.betWeights[b]! * watch.r[b]!;
  return evidence;
}

function worseOf(watch: Watch, latch: OpenLatch): number {
  return weightOf(watch, latch.tests) * worseEvidence(latch);
}

/** All that has been gathered starts again from nothing, in place. */
export function startAgain(watch: Watch): void {
  // Where a change begins is no evidence: what moved with the feature that alarmed is told with its own beginning.
  watch.r.fill(0);
  for (const latch of watch.latches) {
    latch.worse.r.fill(0);
    latch.cusum = 1;
  }
}

/** The one that is largest by a measure; of equals the first. */
export function largest<T>(items: readonly T[], by: (item: T) => number): T {
  return items.reduce((best, item) => (by(item) > by(best) ? item : best));
}
