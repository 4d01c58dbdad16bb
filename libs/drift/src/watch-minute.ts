import type { Direction } from './build-test.js';
import { minuteMs } from './drift-settings.js';
import { effectSlots } from './evidence.js';
import { foldUnit } from './fold-unit.js';
import { closeLatchMinute, worseEvidence } from './latch.js';
import type { OpenTest, Watch } from './open-watch.js';
import type { SessionUnit } from './session-unit.js';

// A global is slow to find in the contexts that Jest runs simulations in: hot loops take theirs from here.
const { max, min, round } = Math;

/** A longer silence is not watched time: evidence would grow by nothing but waiting. */
const longestSilenceMinutes = 24 * 60;

/** A feature whose drift is over, and from when until when it was. */
export interface Recovery {
  readonly feature: string;
  /** Those of the alarm that told of it. */
  readonly score: string;
  readonly direction: Direction;
  readonly atMs: number;
  readonly changeAtMs: number;
  /** Estimate of when the level was back: the first event of the first session that spoke for it. */
  readonly endedAtMs: number;
}

/** Minutes that have passed with this one since there was a unit. */
export function minutesPassed({ lastMinuteMs }: Watch, minuteAtMs: number): number {
  const passed = round((minuteAtMs - lastMinuteMs) / minuteMs);
  return max(1, min(longestSilenceMinutes, passed));
}

/**
 * Folds one minute with its units, in their order, in place: R = (1 + R)·Π(1 + λ·y) for every bet, the e-detector of
 * Shin, Ramdas, Rinaldo (New England Journal of Statistics in Data Science 2024, definition 2.6). Linear domain: the
 * same bits on every machine. Minutes without a unit add 1 each, all at once when the next unit comes.
 */
export function watchMinute(watch: Watch, minuteAtMs: number, units: readonly SessionUnit[]): Recovery[] {
  const minutes = minutesPassed(watch, minuteAtMs);
  return closeLatches(watch, minutes, multiplyMinute(watch, minuteAtMs, units, minutes));
}

/**
 * R = (R + `added`)·Π(1 + λ·y) for every bet, in place, and where changes begin; gives the first event of the units.
 * With nothing added, R is a plain e-process (Ramdas et al., Statistical Science 2023).
 */
export function multiplyMinute(
  watch: Watch,
  minuteAtMs: number,
  units: readonly SessionUnit[],
  added: number,
): number {
  watch.lastMinuteMs = minuteAtMs;
  watch.before.set(watch.sums);
  watch.e.fill(1);
  watch.touched.fill(0);
  for (const unit of units) foldUnit(watch, unit);
  const { r, e } = watch;
  for (let b = 0; b < r.length; b++) r[b] = (r[b]! + added) * e[b]!;
  const firstAtMs = units.reduce((first, unit) => min(first, unit.firstAtMs), Infinity);
  for (const test of watch.tests) {
    if (watch.latched[test.index] === 1) hold(watch, test);
    else if (watch.touched[test.index] === 1) followChange(watch, test, firstAtMs);
  }
  return firstAtMs;
}

/** The mixture M = Σ weight·R: an alarm at M ≥ B means at most one false alarm in B minutes on average. */
export function evidenceOf(watch: Watch): number {
  let evidence = 0;
  for (let b = 0; b < watch.r.length; b++) evidence += watch.betWeights[b]! * watch.r[b]!;
  for (const latch of watch.latches) {
    evidence += weightOf(watch, latch.tests) * worseEvidence(latch);
  }
  return evidence;
}

/** The share of the model's evidence that these tests hold. */
export function weightOf(watch: Watch, tests: readonly number[]): number {
  let weight = 0;
  for (const index of tests) for (const bet of watch.tests[index]!.test.bets) weight += bet.weight;
  return weight;
}

/** A latched test gathers nothing: its latch does. */
function hold(watch: Watch, test: OpenTest): void {
  const end = test.firstBet + test.lambdas.length;
  watch.r.fill(0, test.firstBet, end);
  watch.cusum.fill(1, test.firstBet, end);
  watch.since.fill(0, test.firstBet, end);
}

/**
 * The CUSUM beside each bet (Page, Biometrika 1954), max(1, C·e): where it leaves its zero, the evidence begins, and
 * so does the effect.
 */
function followChange(watch: Watch, test: OpenTest, firstAtMs: number): void {
  const at = test.index * effectSlots;
  for (let b = test.firstBet; b < test.firstBet + test.lambdas.length; b++) {
    const was = watch.cusum[b]!;
    const is = min(1e300, max(1, was * watch.e[b]!));
    watch.cusum[b] = is;
    if (is === 1) watch.since[b] = 0;
    else if (was === 1) {
      watch.since[b] = firstAtMs;
      watch.marks.set(watch.before.subarray(at, at + effectSlots), b * effectSlots);
    }
  }
}

function closeLatches(watch: Watch, minutes: number, firstAtMs: number): Recovery[] {
  const back = watch.latches.filter((latch) => {
    const at = latch.test * effectSlots;
    const before = watch.before.subarray(at, at + effectSlots);
    return closeLatchMinute(latch, { minutes, firstAtMs, before, atMs: watch.lastMinuteMs });
  });
  if (back.length === 0) return [];
  watch.latches = watch.latches.filter((latch) => !back.includes(latch));
  for (const latch of back) for (const index of latch.tests) watch.latched[index] = 0;
  return back.map(({ feature, test, changeAtMs, backSinceMs: endedAtMs }) => {
    const { score, direction } = watch.tests[test]!.test;
    return { feature, score, direction, changeAtMs, endedAtMs, atMs: watch.lastMinuteMs + minuteMs };
  });
}
