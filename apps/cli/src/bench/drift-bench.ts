import {
  type DriftState,
  foldMinutes,
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
  /** Just before the baseline is frozen. */
  readonly baselineKilobytes: number;
}

const shape = { ...usualTraffic, eventsPerDay: 6_000, copies: 8 };
const baselineDays = 14;
const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** Folds one minute of so many models with 6,000 events a day, each from its stored text and back to it. */
export function benchDrift(models: number): DriftFigures {
  const model = simulateModel(1);
  const days = Array.from({ length: baselineDays + 2 }, (_, day) => model.day(day, shape));
  const startMs = Math.min(...days[0]!.map(({ firstAtMs }) => firstAtMs));
  const cutMs = startMs + baselineDays * dayMs;
  const units = days.flat();
  const before = units.filter(({ emittedMinuteMs }) => emittedMinuteMs < cutMs);
  const collected = foldMinutes(newDriftState(), before, cutMs).state;
  const after = units
    .filter(({ emittedMinuteMs }) => emittedMinuteMs >= cutMs)
    .sort((a, b) => a.emittedMinuteMs - b.emittedMinuteMs);
  const frozen = foldMinutes(collected, after.slice(0, 1), after[0]!.emittedMinuteMs + minuteMs).state;
  const half = after.filter(
    ({ emittedMinuteMs: at }) => at > after[0]!.emittedMinuteMs && at < cutMs + dayMs / 2,
  );
  const [watching, foldMs] = timed(() => foldMinutes(frozen, half, cutMs + dayMs / 2).state);
  const [, minutesMs] = timed(() => foldMinutesOf(watching, after, models));
  return {
    models,
    tests: watching.tests.length,
    millisecondsPerModelMinute: round(minutesMs / models),
    modelsPerCore: Math.floor((minuteMs * models) / minutesMs),
    microsecondsPerSession: round((foldMs * 1_000) / half.length),
    stateKilobytes: round(Buffer.byteLength(writeDriftState(watching)) / 1_024),
    baselineKilobytes: round(Buffer.byteLength(writeDriftState(collected)) / 1_024),
  };
}

/** The same stored state stands for every model; each gets another minute of traffic. */
function foldMinutesOf(state: DriftState, after: Parameters<typeof foldMinutes>[1], models: number): void {
  const stored = writeDriftState(state);
  const from = state.foldedThroughMs ?? 0;
  const byMinute = Map.groupBy(after, ({ emittedMinuteMs }) => emittedMinuteMs);
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
