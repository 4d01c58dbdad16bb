import {
  type DriftSettings,
  type FeatureTraitsByName,
  dayMs,
  defaultDriftSettings,
} from './drift-settings.js';
import { type DriftState, newDriftState } from './drift-state.js';
import type { DriftAlarm } from './explain-alarm.js';
import { foldMinutes } from './fold-minutes.js';
import type { SessionUnit } from './session-unit.js';
import { type TrafficShape, simulateModel, simulationStartMs, usualTraffic } from './simulated-model.js';
import type { Recovery } from './watch-minute.js';

/** Personal data is a matter of safety. */
const simulatedTraits: FeatureTraitsByName = { pii: { label: 'Personal data', safety: true } };

/** What a detector said of a simulated model. */
export interface SimulatedWatch {
  readonly alarms: readonly DriftAlarm[];
  readonly recoveries: readonly Recovery[];
  readonly state: DriftState;
  readonly changeAtMs: number;
}

export interface SimulatedWatchOptions {
  readonly seed: number;
  /** Days after the baseline. */
  readonly days: number;
  readonly usual?: Partial<TrafficShape>;
  /** Traffic of one day of the baseline, where it is not as usual. */
  readonly during?: (day: number) => Partial<TrafficShape>;
  /** Traffic after the baseline, by day; default: as usual. */
  readonly after?: Partial<TrafficShape> | ((day: number) => Partial<TrafficShape>);
  readonly settings?: DriftSettings;
  /** What is done to the sessions of a day; days after the baseline count from 0, those of it are negative. */
  readonly alter?: (units: readonly SessionUnit[], day: number) => readonly SessionUnit[];
  /** A state that has its baseline: only the days after it are run. */
  readonly from?: DriftState;
  /** Stop at the first alarm. */
  readonly untilAlarm?: boolean;
}

/** What a model's detector says of a baseline of `usual` traffic and the days `after` it, day by day. */
export function watchSimulated(options: SimulatedWatchOptions): SimulatedWatch {
  const { seed, days, settings = defaultDriftSettings, from, untilAlarm = false } = options;
  const model = simulateModel(seed);
  const baselineDays = Math.ceil(settings.baselineMs / dayMs);
  let state = from ?? newDriftState(settings);
  const alarms: DriftAlarm[] = [];
  const recoveries: Recovery[] = [];
  let carried: SessionUnit[] = [];
  for (let day = from === undefined ? 0 : baselineDays; day < baselineDays + days; day++) {
    const endMs = simulationStartMs + (day + 1) * dayMs;
    const drawn = model.day(day, shapeOf(options, day, baselineDays));
    const units = [...carried, ...(options.alter?.(drawn, day - baselineDays) ?? drawn)];
    carried = units.filter((unit) => unit.emittedMinuteMs >= endMs);
    const due = units.filter((unit) => unit.emittedMinuteMs < endMs);
    const folded = foldMinutes(state, due, endMs, simulatedTraits);
    state = folded.state;
    alarms.push(...folded.alarms);
    recoveries.push(...folded.recoveries);
    if (untilAlarm && alarms.length > 0) break;
  }
  return { alarms, recoveries, state, changeAtMs: simulationStartMs + baselineDays * dayMs };
}

function shapeOf(options: SimulatedWatchOptions, day: number, baselineDays: number): TrafficShape {
  const { usual = {}, during, after = {} } = options;
  const dayShape =
    day < baselineDays ? during?.(day) : typeof after === 'function' ? after(day - baselineDays) : after;
  return { ...usualTraffic, ...usual, ...dayShape };
}
