import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type NullCase, nullCases } from './cases.js';
import { type NullFigures, falseAlarms, nullFigures } from './measure.js';

/** A kind of traffic that all nulls are run on. */
interface NullTraffic {
  readonly name: string;
  readonly eventsPerDay: number;
  /** Sets of five features. */
  readonly copies: number;
  /** Of one model after its baseline. */
  readonly months: number;
  /** Runs in every so many rounds: larger traffic takes longer. */
  readonly everyRounds: number;
}

const traffics: readonly NullTraffic[] = [
  { name: '5 features, 1,000 events a day', eventsPerDay: 1_000, copies: 1, months: 8, everyRounds: 1 },
  { name: '5 features, 10,000 events a day', eventsPerDay: 10_000, copies: 1, months: 1, everyRounds: 2 },
  { name: '40 features, 1,000 events a day', eventsPerDay: 1_000, copies: 8, months: 1, everyRounds: 1 },
  { name: '40 features, 10,000 events a day', eventsPerDay: 10_000, copies: 8, months: 1, everyRounds: 4 },
];
const firstSeed = 50_000;

/** One model of a null, as a line of the file that a long run goes on from. */
interface NullRun {
  readonly traffic: string;
  readonly null: string;
  readonly seed: number;
  readonly months: number;
  readonly alarms: readonly string[];
}

/** Figures of a null on one kind of traffic. */
export interface TrafficFigures extends NullFigures {
  readonly traffic: string;
  readonly name: string;
  readonly bound: number;
}

/**
 * Runs every null on every kind of traffic, a model of each a round, so that whatever has been run is even. Every
 * model is a line of the file `into`; those that stand there already are not run again.
 */
export function runNulls(rounds: number, into: string): readonly TrafficFigures[] {
  const runs: NullRun[] = existsSync(into)
    ? readFileSync(into, 'utf8')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as NullRun)
    : [];
  const done = new Set(runs.map((run) => `${run.traffic} ${run.null} ${run.seed}`));
  for (let round = 0; round < rounds; round++) {
    for (const [traffic, one] of casesOf(round)) {
      const [seed, { months }] = [firstSeed + round, traffic];
      if (done.has(`${traffic.name} ${one.name} ${seed}`)) continue;
      const run = {
        traffic: traffic.name,
        null: one.name,
        seed,
        months,
        alarms: falseAlarms(one, seed, months),
      };
      appendFileSync(into, `${JSON.stringify(run)}\n`);
      runs.push(run);
    }
  }
  return figuresOf(runs);
}

function casesOf(round: number): (readonly [NullTraffic, NullCase])[] {
  return traffics
    .filter(({ everyRounds }) => (round + 1) % everyRounds === 0)
    .flatMap((traffic) =>
      nullCases(traffic.eventsPerDay).map(
        (one) => [traffic, { ...one, usual: { ...one.usual, copies: traffic.copies } }] as const,
      ),
    );
}

function figuresOf(runs: readonly NullRun[]): readonly TrafficFigures[] {
  return traffics.flatMap((traffic) =>
    nullCases(traffic.eventsPerDay).map(({ name, bound }) => {
      const own = runs.filter((run) => run.traffic === traffic.name && run.null === name);
      const months = own.reduce((sum, run) => sum + run.months, 0);
      return {
        traffic: traffic.name,
        name,
        bound,
        ...nullFigures(
          months,
          own.flatMap(({ alarms }) => alarms),
        ),
      };
    }),
  );
}
