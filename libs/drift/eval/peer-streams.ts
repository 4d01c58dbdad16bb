import { type SessionUnit } from '../src/session-unit.js';
import { type TrafficShape, simulateModel, usualTraffic } from '../src/simulated-model.js';
import { adwin } from './adwin.js';
import { quantile } from './measure.js';
import { type Peer, kswin, pageHinkley } from './peers.js';
import { poissonInterval } from './poisson-interval.js';

/** What a peer did on one kind of stream. */
export interface PeerFigures {
  readonly peer: string;
  readonly stream: string;
  readonly months: number;
  readonly alarms: number;
  readonly interval: readonly [number, number];
  /** Median delay of a change from 2 to 4 %, events; undefined where that was not run. */
  readonly median?: number;
}

const eventsPerDay = 10_000;
const daysOfMonth = 30;
const shiftRuns = 20;

const peers: Readonly<Record<string, (seed: number) => Peer>> = {
  'ADWIN, delta .002, clock 32': () => adwin(),
  'Page–Hinkley': () => pageHinkley(),
  KSWIN: (seed) => kswin(lcg(seed)),
};

const streams: Readonly<Record<string, Partial<TrafficShape>>> = {
  iid: {},
  'cycle ±50 %': { rateCycle: 0.5 },
  'clustered, icc .2': { icc: 0.2 },
};

/** False alarms of each peer on each stream, and the delay on the one that is independent. */
export function measurePeers(months: number): readonly PeerFigures[] {
  return Object.entries(peers).flatMap(([peer, create]) =>
    Object.entries(streams).map(([stream, shape]) => {
      let alarms = 0;
      const model = simulateModel(900);
      const detector = create(1);
      for (let day = 0; day < months * daysOfMonth; day++) {
        for (const value of refusals(model.day(day, shapeOf(shape)))) if (detector(value)) alarms += 1;
      }
      const interval = poissonInterval(alarms, months);
      const median = stream === 'iid' ? { median: medianDelay(create) } : {};
      return { peer, stream, months, alarms, interval, ...median };
    }),
  );
}

function shapeOf(shape: Partial<TrafficShape>): TrafficShape {
  return { ...usualTraffic, eventsPerDay, ...shape };
}

/** The refusals of sessions as single events, one session after the other. */
function* refusals(units: readonly SessionUnit[]): Generator<number> {
  const sorted = [...units].sort((a, b) => a.firstAtMs - b.firstAtMs);
  for (const { rates } of sorted) {
    const [trueCount, n] = rates['refusal'] ?? [0, 0];
    for (let i = 0; i < n; i++) yield i < trueCount ? 1 : 0;
  }
}

/** Delay after 14 days of reference; alarms in these do not count. */
function medianDelay(create: (seed: number) => Peer): number {
  const delays = Array.from({ length: shiftRuns }, (_, run) => {
    const model = simulateModel(7_000 + run);
    const detector = create(run);
    for (let day = 0; day < 14; day++) {
      for (const value of refusals(model.day(day, shapeOf({})))) detector(value);
    }
    let events = 0;
    for (let day = 14; day < 18; day++) {
      for (const value of refusals(model.day(day, shapeOf({ refusal: 0.04 })))) {
        events += 1;
        if (detector(value)) return events;
      }
    }
    return Infinity;
  });
  return quantile(delays, 0.5);
}

/** Numbers that look random enough to draw a sample by (Park and Miller, CACM 1988). */
function lcg(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
