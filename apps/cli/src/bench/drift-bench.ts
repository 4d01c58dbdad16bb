import {
  type DriftState,
  dayMs,
  defaultDriftSettings,
  foldMinutes,
  minuteMs,
  newDriftState,
  readDriftState,
  simulateModel,
  usualTraffic,
  writeDriftState,
} from '#drift';

/** Figures of the fold of models with 40 features. */
export interface DriftFigures {
  readonly models: number;
  readonly tests: number;
  /** CPU time to read a model's state, fold a minute of it and write it, ms. */
  readonly millisecondsPerModelMinute: number;
  /** Models whose minute one core can fold within it. */
  readonly modelsPerCore: number;
  /** CPU time of the fold alone, µs a session. */
  readonly microsecondsPerSession: number;
  readonly stateKilobytes: number;
  /** Just before the baseline is settled, while a provisional one is watched. */
  readonly baselineKilobytes: number;
}

const shape = { ...usualTraffic, eventsPerDay: 6_000, copies: 8 };
/** Long enough that the second clock has a whole reference. */
const days = 26;
const termsOfText = 60;

type Unit = Parameters<typeof foldMinutes>[1][number];

/** Folds one minute of so many models with 6,000 events a day, each from its stored text and back to it. */
export function benchDrift(models: number): DriftFigures {
  const model = simulateModel(1);
  const units = Array.from({ length: days }, (_, day) => model.day(day, shape))
    .flat()
    .map(withTerms);
  const startMs = Math.min(...units.slice(0, 1_000).map(({ firstAtMs }) => firstAtMs));
  const until = (from: DriftState, day: number): DriftState => {
    const endMs = Math.floor(startMs / minuteMs) * minuteMs + day * dayMs;
    const isDue = ({ emittedMinuteMs: at }: Unit): boolean => at >= (from.foldedThroughMs ?? 0) && at < endMs;
    return foldMinutes(from, units.filter(isDue), endMs).state;
  };
  const provisional = until(until(newDriftState(), 7), defaultDriftSettings.baselineMs / dayMs);
  const settled = until(provisional, days - 2);
  const [watching, foldMs] = timed(() => until(settled, days - 1 + 1 / 24));
  const [, minutesMs] = timed(() => foldMinutesOf(watching, units, models));
  return {
    models,
    tests: watching.tests.length,
    millisecondsPerModelMinute: round(minutesMs / models),
    modelsPerCore: Math.floor((minuteMs * models) / minutesMs),
    microsecondsPerSession: round((foldMs * 1_000) / (watching.units - settled.units)),
    stateKilobytes: kilobytes(watching),
    baselineKilobytes: kilobytes(provisional),
  };
}

/** A session's first prompt and response have words, too. */
function withTerms(unit: Unit, serial: number): Unit {
  const text = (salt: number): number[] =>
    Array.from({ length: termsOfText }, (_, i) => (serial * 31 + i * i * 7 + salt) % 2_048);
  return { ...unit, terms: { prompt_vocabulary: text(0), response_vocabulary: text(5) } };
}

function kilobytes(state: DriftState): number {
  return round(Buffer.byteLength(writeDriftState(state)) / 1_024);
}

/** The same stored state stands for every model; each gets another minute of traffic. */
function foldMinutesOf(state: DriftState, units: readonly Unit[], models: number): void {
  const stored = writeDriftState(state);
  const from = state.foldedThroughMs ?? 0;
  const byMinute = Map.groupBy(units, ({ emittedMinuteMs }) => emittedMinuteMs);
  for (let i = 0; i < models; i++) {
    const minute = from + (i % 600) * minuteMs;
    const folded = foldMinutes(readDriftState(stored)!, byMinute.get(minute) ?? [], minute + minuteMs);
    writeDriftState(folded.state);
  }
}

function timed<T>(work: () => T): readonly [T, number] {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1_000];
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
