import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { dayMs, hourMs, minuteMs } from '../src/drift-settings.js';
import { binValue } from '../src/log-grid.js';
import type { OpenSession, SessionUnit } from '../src/session-unit.js';
import { simulationStartMs } from '../src/simulated-model.js';
import { type SessionEvent, addToSession, closeIdleSession } from '../src/sessionize.js';

/** What is done to a day's simulated sessions: days after the baseline count from 0. */
export type Alteration = (units: readonly SessionUnit[], day: number) => readonly SessionUnit[];

const baselineDays = 14;
const repeats = 3;
const repeatAfterMs = 20_000;
const hotEvents = 3_000;

/**
 * From the sixth day after the baseline on, whoever is refused asks the same again three times within a minute. The
 * events pass through the sessionizer, which has to leave the repeats out.
 */
export const retriesOfRefusals: Alteration = (units, day) =>
  day < 6 ? units : units.flatMap((unit) => sessionized(unit.key, withRepeats(eventsOf(unit))));

/** On the sixth day after the baseline one session of 3,000 events within the hour, half of them refused. */
export const hotSession: Alteration = (units, day) => {
  const [pattern] = units;
  if (day !== 6 || pattern === undefined) return units;
  const startMs = simulationStartMs + (day + baselineDays) * dayMs + 12 * hourMs;
  const [{ features }] = eventsOf(pattern) as [SessionEvent];
  const events = Array.from({ length: hotEvents }, (_, i) => ({
    atMs: startMs + i * 1_000,
    signature: `hot ${i}`,
    features: { ...features, refusal: i % 2 === 0 },
  }));
  return [...units, ...sessionized(`hot ${day}`, events)];
};

/** In the first half hour after the baseline half of everything is refused. */
export const halfHourOfRefusals: Alteration = (units, day) => {
  const endMs = simulationStartMs + baselineDays * dayMs + 30 * minuteMs;
  const halfRefused = ({ rates, ...unit }: SessionUnit): SessionUnit => {
    const [, n] = rates['refusal']!;
    return { ...unit, rates: { ...rates, refusal: [Math.ceil(n / 2), n] } };
  };
  return day !== 0 ? units : units.map((unit) => (unit.firstAtMs < endMs ? halfRefused(unit) : unit));
};

/**
 * Refusals that grow over so many events after the baseline to what they are in the sessions given: of those refusals,
 * half at first, a little more with every session.
 */
export function growingRefusals(events: number, eventsPerDay: number): Alteration {
  const startMs = simulationStartMs + baselineDays * dayMs;
  const grown = ({ rates, ...unit }: SessionUnit): SessionUnit => {
    const share = (unit.firstAtMs - startMs) / ((events / eventsPerDay) * dayMs);
    const kept = 0.5 + 0.5 * Math.min(1, share);
    const [count, n] = rates['refusal']!;
    const isKept = (i: number): boolean => ((Number(unit.key) * 16 + i) * goldenRatio) % 1 < kept;
    const left = Array.from({ length: count }, (_, i) => isKept(i)).filter(Boolean).length;
    return { ...unit, rates: { ...rates, refusal: [left, n] } };
  };
  return (units, day) => (day < 0 ? units : units.map(grown));
}

const goldenRatio = 0.618_033_988_7;

/** As where neither session nor actor is logged: every event is a session of its own. */
export const eventsAlone: Alteration = (units) =>
  units.flatMap((unit) => eventsOf(unit).flatMap((event, i) => sessionized(`${unit.key}/${i}`, [event])));

/** Every session's first prompt has words as often as words are (Zipf) and some of its topic, of which there are four. */
export function wordsAndTopics(seed: number): Alteration {
  const generator = xoroshiro128plus(seed);
  const random = (): number => uniformFloat64(generator);
  return (units) => units.map((unit) => ({ ...unit, terms: { prompt_vocabulary: document(random) } }));
}

const topicShares = [0.4, 0.7, 0.9, 1];
const topicWords = 60;

function document(random: () => number): number[] {
  const share = random();
  const topic = topicShares.findIndex((upTo) => share < upTo);
  const terms = new Set<number>();
  for (let i = 0; i < 15; i++) terms.add(Math.floor(1_200 ** random()));
  for (let i = 0; i < 10; i++) terms.add(1_400 + topic * topicWords + Math.floor(topicWords * random() ** 2));
  return [...terms].sort((a, b) => a - b);
}

/** Events that the unit may have come from. */
function eventsOf({
  key,
  firstAtMs,
  emittedMinuteMs,
  rates,
  numbers,
  categories,
}: SessionUnit): SessionEvent[] {
  const n = Object.values(rates)[0]?.[1] ?? 0;
  const gapMs = Math.max(1, Math.min(9 * minuteMs, (emittedMinuteMs - 10 * minuteMs - firstAtMs) / n));
  return Array.from({ length: n }, (_, i) => ({
    atMs: Math.floor(firstAtMs + i * gapMs),
    signature: `${key} ${i}`,
    features: {
      ...mapValues(rates, ([trueCount]) => i < trueCount),
      ...mapValues(numbers, (bins) => binValue(bins[i]!)),
      ...mapValues(categories, (counts) => Object.keys(counts)[0]!.slice('is:'.length)),
    },
  }));
}

function withRepeats(events: readonly SessionEvent[]): SessionEvent[] {
  const asked = events.flatMap((event) => {
    const again = event.features['refusal'] === true ? repeats : 0;
    return Array.from({ length: 1 + again }, (_, i) => ({ ...event, atMs: event.atMs + i * repeatAfterMs }));
  });
  return asked.sort((a, b) => a.atMs - b.atMs);
}

function sessionized(key: string, events: readonly SessionEvent[]): SessionUnit[] {
  let session: OpenSession | undefined;
  const units: SessionUnit[] = [];
  for (const event of events) {
    const added = addToSession(key, session, event);
    session = added.session;
    units.push(...added.units);
  }
  const last = session && closeIdleSession(key, session, Infinity)?.unit;
  return last === undefined ? units : [...units, last];
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, by: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, by(value)]));
}
