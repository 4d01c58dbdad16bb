import { dayMs, defaultDriftSettings } from '../src/drift-settings.js';
import type { DriftState } from '../src/drift-state.js';
import { emptyRecent } from '../src/recent-sums.js';
import { type SimulatedWatch, watchSimulated } from '../src/watch-simulated.js';
import type { NullCase, ShiftCase } from './cases.js';
import { poissonInterval } from './poisson-interval.js';

const daysOfMonth = 30;

/** False alarms of a null, with the features that raised them. */
export interface NullFigures {
  readonly months: number;
  readonly alarms: number;
  /** Alarms a model-month and its exact 95 % interval. */
  readonly rate: number;
  readonly interval: readonly [number, number];
  readonly features: readonly string[];
}

/** Runs `models` models over `months` months each after their baselines. */
export function measureNull(null_: NullCase, models: number, months: number, firstSeed: number): NullFigures {
  const watched = Array.from({ length: models }, (_, i) => falseAlarms(null_, firstSeed + i, months));
  return nullFigures(models * months, watched.flat());
}

/** What the false alarms of one simulated model named, over `months` months after its baseline. */
export function falseAlarms(null_: NullCase, seed: number, months: number): readonly string[] {
  const alter = null_.alterBySeed?.(seed);
  const { alarms } = watchSimulated({ ...null_, ...(alter && { alter }), seed, days: months * daysOfMonth });
  return alarms.map(({ feature, score, direction }) => `${feature} ${score} ${direction}`);
}

/** The rate of these false alarms in so many model-months, with its exact interval. */
export function nullFigures(months: number, alarms: readonly string[]): NullFigures {
  return {
    months,
    alarms: alarms.length,
    rate: alarms.length / months,
    interval: poissonInterval(alarms.length, months),
    features: [...new Set(alarms)],
  };
}

/** Delays of a shift, in events after it, and what was said of it. */
export interface ShiftFigures {
  readonly runs: number;
  readonly median: number;
  readonly p90: number;
  /** Share of alarms that name the feature. */
  readonly named: number;
  /** Median of |error of the change point| over the delay. */
  readonly changePoint: number;
}

const mostEvents = 40_000;

export interface ShiftOptions {
  readonly eventsPerDay: number;
  readonly runs: number;
  readonly firstSeed: number;
  readonly icc?: number;
  /** Sets of five features. */
  readonly copies?: number;
}

/**
 * Delays of shifts on the same baselines. The budget is that of one feature of 40: where five are simulated, with eight
 * times the mean time between false alarms, which is the same where the others stay silent.
 */
export function measureShifts(
  shifts: readonly ShiftCase[],
  { eventsPerDay, runs, firstSeed, icc = 0, copies = 1 }: ShiftOptions,
): readonly ShiftFigures[] {
  const usual = { eventsPerDay, icc, copies };
  const settings = { ...defaultDriftSettings, arlMinutes: (8 / copies) * defaultDriftSettings.arlMinutes };
  const found: SimulatedWatch[][] = shifts.map(() => []);
  for (let run = 0; run < runs; run++) {
    const baseline = baselineOf(watchSimulated({ seed: firstSeed + run, days: 1, usual, settings }));
    shifts.forEach(({ after, alter }, i) => {
      const days = Math.ceil(mostEvents / eventsPerDay);
      const seed = 1_000_000 + firstSeed + run * shifts.length + i;
      const frame = { usual, settings, after, ...(alter && { alter }), from: baseline, untilAlarm: true };
      found[i]!.push(watchSimulated({ ...frame, seed, days }));
    });
  }
  return shifts.map(({ feature }, i) => figuresOf(found[i]!, eventsPerDay, feature));
}

/** The state at the end of the baseline, with nothing gathered after it. */
function baselineOf({ state, changeAtMs }: SimulatedWatch): DriftState {
  const { evidence } = state;
  if (evidence === null) throw new RangeError('the baseline is not over');
  const fresh = {
    lastMinuteMs: changeAtMs,
    r: evidence.r.map(() => 0),
    cusum: evidence.cusum.map(() => 1),
    since: evidence.since.map(() => 0),
    marks: evidence.marks.map(() => 0),
    sums: evidence.sums.map(() => 0),
    latches: [],
  };
  return { ...state, evidence: fresh, recent: emptyRecent(changeAtMs), foldedThroughMs: changeAtMs };
}

function figuresOf(watched: readonly SimulatedWatch[], eventsPerDay: number, feature: string): ShiftFigures {
  const found = watched.flatMap(({ alarms, changeAtMs }) => {
    const [alarm] = alarms;
    return alarm === undefined ? [] : [{ alarm, delayMs: alarm.atMs - changeAtMs, changeAtMs }];
  });
  const delays = watched.map(({ alarms: [alarm], changeAtMs }) =>
    alarm === undefined ? Infinity : ((alarm.atMs - changeAtMs) / dayMs) * eventsPerDay,
  );
  const errors = found.map(
    ({ alarm, delayMs, changeAtMs }) => Math.abs(alarm.changeAtMs - changeAtMs) / delayMs,
  );
  return {
    runs: watched.length,
    median: quantile(delays, 0.5),
    p90: quantile(delays, 0.9),
    named:
      found.filter(({ alarm }) => alarm.feature.replace(/_\d+$/, '') === feature).length /
      Math.max(1, found.length),
    changePoint: quantile(errors, 0.5),
  };
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
