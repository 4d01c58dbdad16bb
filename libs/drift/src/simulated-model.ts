import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { defaultDriftSettings, hourMs } from './drift-settings.js';
import type { DriftState } from './drift-state.js';
import { newDriftState } from './drift-state.js';
import type { DriftAlarm } from './explain-alarm.js';
import { foldMinutes } from './fold-minutes.js';
import { logBin } from './log-grid.js';
import type { SessionUnit } from './session-unit.js';

/** Rates and levels of a simulated model's traffic. */
export interface TrafficShape {
  readonly eventsPerDay: number;
  readonly refusal: number;
  readonly attack: number;
  /** Shifts of the logarithm, in its standard deviations. */
  readonly lengthShift: number;
  readonly latencyShift: number;
  /** Share of a session's variance in refusals that is common to its events. */
  readonly icc: number;
}

export const usualTraffic: TrafficShape = {
  eventsPerDay: 1_000,
  refusal: 0.02,
  attack: 0.01,
  lengthShift: 0,
  latencyShift: 0,
  icc: 0,
};

const dayMs = 24 * hourMs;
/** Geometric, capped at 16 by the unit. */
const meanSession = 6;
const startMs = Date.UTC(2026, 0, 5);

/** A seeded model: what it emits, day by day. For tests and figures. */
export function simulateModel(seed: number) {
  const generator = xoroshiro128plus(seed);
  const random = (): number => uniformFloat64(generator);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let serial = 0;
  const day = (index: number, shape: TrafficShape): SessionUnit[] => {
    const sessions = Math.round(shape.eventsPerDay / 5.73);
    return Array.from({ length: sessions }, () => {
      const firstAtMs = startMs + index * dayMs + Math.floor(random() * dayMs);
      return simulateSession({ key: String(serial++), firstAtMs, shape, random, normal });
    });
  };
  return { day };
}

interface SessionDraw {
  readonly key: string;
  readonly firstAtMs: number;
  readonly shape: TrafficShape;
  readonly random: () => number;
  readonly normal: () => number;
}

function simulateSession({ key, firstAtMs, shape, random, normal }: SessionDraw): SessionUnit {
  const n = Math.min(16, 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - 1 / meanSession)));
  const common = random() < shape.refusal;
  const refuses = (): boolean => (random() < shape.icc ** 0.5 ? common : random() < shape.refusal);
  const times = (holds: () => boolean): number => Array.from({ length: n }, holds).filter(Boolean).length;
  const bins = (median: number, spread: number, shift: number): number[] =>
    Array.from({ length: n }, () => logBin(median * Math.exp(spread * (normal() + shift))));
  return {
    key,
    firstAtMs,
    emittedMinuteMs: Math.floor((firstAtMs + 10 * 60_000) / 60_000) * 60_000,
    rates: { refusal: [times(refuses), n], attack: [times(() => random() < shape.attack), n] },
    numbers: {
      response_length: bins(800, 0.6, shape.lengthShift),
      latency_ms: bins(900, 0.5, shape.latencyShift),
    },
    categories: {},
  };
}

/** What a model's detector says of a baseline of `usual` traffic and `days` of `after`, day by day. */
export function watchModel(
  seed: number,
  days: number,
  after: TrafficShape,
  usual: TrafficShape = usualTraffic,
): { readonly alarms: readonly DriftAlarm[]; readonly state: DriftState; readonly changeAtMs: number } {
  const model = simulateModel(seed);
  const baselineDays = defaultDriftSettings.baselineMs / dayMs + 1;
  let state = newDriftState();
  const alarms: DriftAlarm[] = [];
  let carried: SessionUnit[] = [];
  for (let day = 0; day < baselineDays + days; day++) {
    const endMs = startMs + (day + 1) * dayMs;
    const units = [...carried, ...model.day(day, day < baselineDays ? usual : after)];
    carried = units.filter((unit) => unit.emittedMinuteMs >= endMs);
    const folded = foldMinutes(
      state,
      units.filter((unit) => unit.emittedMinuteMs < endMs),
      endMs,
    );
    state = folded.state;
    alarms.push(...folded.alarms);
  }
  return { alarms, state, changeAtMs: startMs + baselineDays * dayMs };
}
