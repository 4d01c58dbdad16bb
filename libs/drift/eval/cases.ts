import { dayMs, defaultDriftSettings } from '../src/drift-settings.js';
import type { TrafficShape } from '../src/simulated-model.js';
import type { SimulatedWatchOptions } from '../src/watch-simulated.js';
import {
  type Alteration,
  eventsAlone,
  growingRefusals,
  halfHourOfRefusals,
  hotSession,
  retriesOfRefusals,
  wordsAndTopics,
} from './altered-sessions.js';

type Scenario = Pick<SimulatedWatchOptions, 'usual' | 'after' | 'during' | 'settings'>;

/** Traffic in which nothing changes that is worth an alarm. */
export interface NullCase extends Scenario {
  readonly name: string;
  /** False alarms a model-month that are still good (drift.md, evaluation). */
  readonly bound: number;
  /** What is done to the sessions of a model, by its seed. */
  readonly alterBySeed?: (seed: number) => Alteration;
}

const cycle = { trafficCycle: 0.6, rateCycle: 0.5 };
const sevenDays = { ...defaultDriftSettings, baselineMs: 7 * dayMs };

const nulls: readonly NullCase[] = [
  { name: 'iid', bound: 0.33 },
  { name: 'cycle: traffic ±60 %, rates ±50 %', usual: cycle, bound: 0.33 },
  { name: 'cycle: traffic ±60 %, rates ±80 %', usual: { ...cycle, rateCycle: 0.8 }, bound: 0.33 },
  { name: 'clustered, icc .2', usual: { icc: 0.2 }, bound: 0.33 },
  { name: 'clustered, icc .3', usual: { icc: 0.3 }, bound: 0.33 },
  {
    name: 'weekend x.5 volume, +20 %, cycle ±30 %',
    usual: { trafficCycle: 0.3, rateCycle: 0.3, weekendTraffic: 0.5, weekendRates: 1.2 },
    bound: 0.33,
  },
  { name: 'latency wanders, sd .3', usual: { wander: 0.3 }, bound: 0.5 },
  { name: 'sessions twice as long, icc .2', usual: { icc: 0.2 }, after: { sessionEvents: 12 }, bound: 0.5 },
  { name: 'sessions half as long, icc .2', usual: { icc: 0.2 }, after: { sessionEvents: 3 }, bound: 0.5 },
  { name: 'refusals are retried from day 6 on', alterBySeed: () => retriesOfRefusals, bound: 0.33 },
  {
    name: 'one session of 3,000 events, half refused',
    alterBySeed: () => hotSession,
    bound: 0.33,
  },
  {
    name: 'no session ids, icc .2',
    usual: { icc: 0.2 },
    alterBySeed: () => eventsAlone,
    bound: 0.33,
  },
  { name: 'words and topics', alterBySeed: wordsAndTopics, bound: 0.33 },
  { name: 'baseline of 7 days', settings: sevenDays, bound: 0.33 },
  {
    name: 'baseline of 7 days, cycle, icc .2',
    usual: { ...cycle, icc: 0.2 },
    settings: sevenDays,
    bound: 0.33,
  },
];

/** The nulls at a volume; tenfold volume after the baseline only where that is not too much to simulate. */
export function nullCases(eventsPerDay: number): readonly NullCase[] {
  const grown: NullCase = {
    name: 'volume x10 after the baseline',
    after: { eventsPerDay: 10 * eventsPerDay },
    bound: 0.33,
  };
  const all = eventsPerDay > 2_000 ? nulls : [...nulls, grown];
  return all.map((one) => ({ ...one, usual: { eventsPerDay, ...one.usual } }));
}

/** A change of one feature, and the median delay in events that is good at 6,000 events a day, one of 40 features. */
export interface ShiftCase {
  readonly name: string;
  readonly after: Partial<TrafficShape> | ((day: number) => Partial<TrafficShape>);
  /** What is done to the sessions besides. */
  readonly alter?: Alteration;
  readonly feature: string;
  readonly good: number;
  /** Rates before and after, for the exact optimum. */
  readonly rates?: readonly [number, number];
}

/** Shifts are measured at this volume; ramps are so many of its events long. */
export const shiftedEventsPerDay = 6_000;

/** Refusals that grow from 2 to 4 % over so many days of 6,000 events, a step a day. */
const ramp = (days: number) => (day: number) => ({ refusal: 0.02 + 0.02 * Math.min(1, (day + 0.5) / days) });

export const shiftCases: readonly ShiftCase[] = [
  {
    name: 'refusal 2→3 %',
    after: { refusal: 0.03 },
    feature: 'refusal',
    good: Infinity,
    rates: [0.02, 0.03],
  },
  { name: 'refusal 2→4 %', after: { refusal: 0.04 }, feature: 'refusal', good: 4_000, rates: [0.02, 0.04] },
  { name: 'refusal 2→10 %', after: { refusal: 0.1 }, feature: 'refusal', good: 500, rates: [0.02, 0.1] },
  {
    name: 'refusal 2→.5 %',
    after: { refusal: 0.005 },
    feature: 'refusal',
    good: 4_000,
    rates: [0.02, 0.005],
  },
  {
    name: 'refusal 2→4 % over 5,000 events',
    after: { refusal: 0.04 },
    alter: growingRefusals(5_000, shiftedEventsPerDay),
    feature: 'refusal',
    good: Infinity,
  },
  { name: 'refusal 2→4 % over 30,000 events', after: ramp(5), feature: 'refusal', good: Infinity },
  { name: 'refusal 2→4 % over 100,000 events', after: ramp(100 / 6), feature: 'refusal', good: Infinity },
  {
    name: 'half refused for 30 minutes',
    after: {},
    alter: halfHourOfRefusals,
    feature: 'refusal',
    good: Infinity,
  },
  { name: 'PII .1→1 %', after: { pii: 0.01 }, feature: 'pii', good: 2_500, rates: [0.001, 0.01] },
  { name: 'German 5→12 %', after: { german: 0.12 }, feature: 'language', good: 6_000 },
  { name: 'length +.3 sd', after: { lengthShift: 0.3 }, feature: 'response_length', good: 1_800 },
  { name: 'latency x1.25', after: { latencyShift: 0.45 }, feature: 'latency_ms', good: 1_100 },
  {
    name: 'latency p90 exceedance 10→15 %',
    after: { latencyTail: 0.05 },
    feature: 'latency_ms',
    good: Infinity,
    rates: [0.1, 0.15],
  },
];

/** A change that fifteen features of forty have in common: eight rates of refusals, and seven that go with them. */
export const commonShift: ShiftCase = {
  name: 'fifteen of forty rates x1.5 at once',
  after: { refusal: 0.03 },
  feature: 'refusal',
  good: Infinity,
};

/** The clustered counterpart of the one figure that drift.md gives for it. */
export const clusteredGood = 6_500;
