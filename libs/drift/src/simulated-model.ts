import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { dayMs, hourMs, minuteMs, seasonCell } from './drift-settings.js';
import { logBin } from './log-grid.js';
import { type SessionUnit, unitCap } from './session-unit.js';

// A global is slow to find in the contexts that Jest runs simulations in: hot loops take theirs from here.
const { PI, cos, exp, floor, log, max, min, round, sin, sqrt } = Math;

/** Rates and levels of a simulated model's traffic. */
export interface TrafficShape {
  readonly eventsPerDay: number;
  readonly refusal: number;
  readonly pii: number;
  /** Share of sessions in German; of the rest nine in ten are in English. */
  readonly german: number;
  /** Shifts of the logarithm, in its standard deviations. */
  readonly lengthShift: number;
  readonly latencyShift: number;
  /** Share of events moved into the upper tenth of latency. */
  readonly latencyTail: number;
  /** Intra-class correlation of the events of a session, of rates and of numbers. */
  readonly icc: number;
  /** Amplitudes of a daily cycle, 0..1. */
  readonly trafficCycle: number;
  readonly rateCycle: number;
  /** Factors at weekends. */
  readonly weekendTraffic: number;
  readonly weekendRates: number;
  /** Latency wanders: an Ornstein–Uhlenbeck process of this deviation and a memory of three hours. */
  readonly wander: number;
  /** Mean events of a session; geometric. */
  readonly sessionEvents: number;
  /** Sets of the five features: 8 make 40. */
  readonly copies: number;
}

export const usualTraffic: TrafficShape = {
  eventsPerDay: 1_000,
  refusal: 0.02,
  pii: 0.001,
  german: 0.05,
  lengthShift: 0,
  latencyShift: 0,
  latencyTail: 0,
  icc: 0,
  trafficCycle: 0,
  rateCycle: 0,
  weekendTraffic: 1,
  weekendRates: 1,
  wander: 0,
  sessionEvents: 6,
  copies: 1,
};

/** A Monday. */
export const simulationStartMs = Date.UTC(2026, 0, 5);
const meanGapMs = 48_000;
const wanderStepMs = 5 * minuteMs;
const wanderMemoryMs = 3 * hourMs;
/** Rates of the copies, times the first one's: .0005 to .3 where that is 2 %. */
const copyRates = [1, 0.025, 0.25, 0.5, 2.5, 5, 10, 15];

/** Draws of one seeded generator. */
interface Draws {
  readonly random: () => number;
  readonly normal: () => number;
}

function draws(seed: number): Draws {
  const generator = xoroshiro128plus(seed);
  const random = (): number => uniformFloat64(generator);
  const normal = (): number => sqrt(-2 * log(1 - random())) * cos(2 * PI * random());
  return { random, normal };
}

/** A seeded model: the sessions that begin on its days, one after the other. For tests and figures. */
export function simulateModel(seed: number) {
  const { random, normal } = draws(seed);
  let serial = 0;
  let wander = normal();
  const wanderOfDay = (): number[] => {
    const keep = exp(-wanderStepMs / wanderMemoryMs);
    return Array.from({ length: dayMs / wanderStepMs }, () => {
      wander = wander * keep + normal() * sqrt(1 - keep * keep);
      return wander;
    });
  };
  const day = (index: number, shape: TrafficShape): SessionUnit[] => {
    const startMs = simulationStartMs + index * dayMs;
    const load = wanderOfDay();
    const weekend = seasonCell(startMs) >= 24;
    const mean = (shape.eventsPerDay * (weekend ? shape.weekendTraffic : 1)) / shape.sessionEvents;
    const sessions = max(0, round(mean + sqrt(mean) * normal()));
    return Array.from({ length: sessions }, () => {
      const atMs = timeOfDay(shape.trafficCycle, random);
      const latencyShift = shape.latencyShift + shape.wander * (load[floor(atMs / wanderStepMs)] ?? 0);
      const swing = 1 + shape.rateCycle * sin((2 * PI * atMs) / dayMs);
      const factor = swing * (weekend ? shape.weekendRates : 1);
      const times = sessionTimes(startMs + atMs, shape.sessionEvents, random);
      const at = { ...shape, latencyShift, factor };
      return simulateSession(String(serial++), times, at, { random, normal });
    });
  };
  return { day };
}

/** A time of the day, ms, by rejection under the cycle. */
function timeOfDay(cycle: number, random: () => number): number {
  for (;;) {
    const atMs = floor(random() * dayMs);
    if (random() * (1 + cycle) <= 1 + cycle * sin((2 * PI * atMs) / dayMs)) return atMs;
  }
}

interface SessionTimes {
  readonly n: number;
  readonly firstAtMs: number;
  readonly emittedMinuteMs: number;
}

function sessionTimes(firstAtMs: number, mean: number, random: () => number): SessionTimes {
  const length = mean <= 1 ? 1 : 1 + floor(log(1 - random()) / log(1 - 1 / mean));
  const n = min(unitCap, length);
  let lastAtMs = firstAtMs;
  for (let i = 1; i < n; i++) lastAtMs -= meanGapMs * log(1 - random());
  const emittedAtMs = length >= unitCap ? lastAtMs : lastAtMs + 10 * minuteMs;
  return { n, firstAtMs, emittedMinuteMs: floor(emittedAtMs / minuteMs) * minuteMs };
}

type SessionShape = TrafficShape & { readonly factor: number };

function simulateSession(
  key: string,
  { n, firstAtMs, emittedMinuteMs }: SessionTimes,
  shape: SessionShape,
  by: Draws,
): SessionUnit {
  const rates: Record<string, readonly [number, number]> = {};
  const numbers: Record<string, readonly number[]> = {};
  const categories: Record<string, Record<string, number>> = {};
  for (let copy = 0; copy < shape.copies; copy++) {
    const name = copy === 0 ? '' : `_${copy}`;
    const rate = (p: number): readonly [number, number] => [
      countTrue(n, min(0.9, p * shape.factor * copyRates[copy % 8]!), shape.icc, by),
      n,
    ];
    rates[`refusal${name}`] = rate(shape.refusal);
    rates[`pii${name}`] = rate(copy === 0 ? shape.pii : shape.refusal * 1.1);
    const german = copy === 0 ? shape.german : 0.02 + 0.03 * (copy / 8);
    const language = by.random() < german ? 'is:de' : by.random() < 0.9 ? 'is:en' : 'is:fr';
    categories[`language${name}`] = { [language]: n };
    numbers[`response_length${name}`] = lengths(n, copy === 0 ? shape.lengthShift : 0, shape.icc, by);
    numbers[`latency_ms${name}`] = latencies(n, shape, by);
  }
  return { key, firstAtMs, emittedMinuteMs, rates, numbers, categories };
}

/** Beta-binomial with that intra-class correlation, drawn as Pólya's urn: what came before is likelier. */
function countTrue(n: number, p: number, icc: number, { random }: Draws): number {
  let count = 0;
  if (icc === 0) {
    for (let i = 0; i < n; i++) if (random() < p) count++;
    return count;
  }
  const mass = (1 - icc) / icc;
  for (let i = 0; i < n; i++) if (random() < (p * mass + count) / (mass + i)) count++;
  return count;
}

function lengths(n: number, shift: number, icc: number, { normal }: Draws): number[] {
  const common = icc > 0 ? sqrt(icc) * normal() : 0;
  const own = sqrt(1 - icc);
  return Array.from({ length: n }, () => logBin(800 * exp(0.6 * (common + own * normal() + shift))));
}

function latencies(n: number, { latencyShift, latencyTail, icc }: SessionShape, by: Draws): number[] {
  const common = icc > 0 ? sqrt(icc) * by.normal() : 0;
  const own = sqrt(1 - icc);
  return Array.from({ length: n }, () => {
    let z = common + own * by.normal();
    if (latencyTail > 0 && z < 1.2816 && by.random() < latencyTail / 0.9) {
      while (z < 1.2816) z = by.normal();
    }
    return logBin(900 * exp(0.5 * (z + latencyShift)));
  });
}
