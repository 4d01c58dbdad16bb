// The drift detector's figures: nulls with exact Poisson intervals, shifts beside the exact optimum, peers.
// `npm run eval:drift` runs 100 model-months, `npm run eval:drift -- --long [--into FILE]` more than 2,000 in some hours:
// every model is a line of the file as soon as it is run, so what was stopped goes on where it was.
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { clusteredGood, commonShift, nullCases, shiftCases, shiftedEventsPerDay } from './cases.js';
import { measureKnownBaseline } from './known-baseline.js';
import { type NullFigures, measureNull, measureShifts } from './measure.js';
import { optimalDelay } from './optimum.js';
import { runNulls } from './null-runs.js';
import { measurePeers } from './peer-streams.js';

/** Ramps and pulses are made for one volume. */
const stepCases = shiftCases.filter(({ alter, after }) => alter === undefined && typeof after !== 'function');

/** Events between false alarms of the optimum that delays are set beside. */
const optimumArl = 1e6;

const { long, into, rounds } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    into: { type: 'string', default: join(tmpdir(), 'tunewarden-eval-drift.jsonl') },
    rounds: { type: 'string', default: '16' },
  },
}).values;
const scale = long
  ? { models: 0, months: 0, runs: 100, peerMonths: 40 }
  : { models: 3, months: 3, runs: 15, peerMonths: 4 };

if (long) printLongNulls();
else printNulls(1_000);
printShifts(shiftedEventsPerDay, 0);
printShifts(shiftedEventsPerDay, 0.2);
printShifts(shiftedEventsPerDay, 0, [commonShift], 8);
if (long) for (const eventsPerDay of [1_000, 10_000]) printShifts(eventsPerDay, 0, stepCases);
printKnownBaseline(6_000);
printKnownBaseline(10_000);
printPeers();

function printLongNulls(): void {
  title(`False alarms a model-month, model by model in ${into}`);
  row(['traffic', 'null', 'months', 'alarms', 'a month [95 %]', 'bound', '']);
  for (const { traffic, name, bound, ...figures } of runNulls(Number(rounds), into)) {
    row([traffic, name, figures.months, figures.alarms, rateOf(figures), bound, figures.features.join('; ')]);
  }
}

function printNulls(eventsPerDay: number): void {
  title(`False alarms a model-month, 5 features, ${eventsPerDay} events a day`);
  row(['null', 'months', 'alarms', 'a month [95 %]', 'bound', '']);
  for (const one of nullCases(eventsPerDay)) {
    const figures = measureNull(one, scale.models, scale.months, 50_000);
    row([one.name, figures.months, figures.alarms, rateOf(figures), one.bound, figures.features.join('; ')]);
  }
}

function rateOf({ rate, interval }: NullFigures): string {
  return `${rate.toFixed(3)} [${interval.map((bound) => bound.toFixed(3)).join(', ')}]`;
}

function printShifts(eventsPerDay: number, icc: number, cases = shiftCases, copies = 1): void {
  const budget = copies === 1 ? 'one of 40 features' : '40 features';
  title(`Events to the alarm, ${eventsPerDay} a day, ${budget}, icc ${icc}, n = ${scale.runs}`);
  row(['shift', 'optimum', 'median', 'p90', 'good', 'named', 'change point error / delay']);
  const figures = measureShifts(cases, { eventsPerDay, runs: scale.runs, firstSeed: 1_000, icc, copies });
  cases.forEach(({ name, rates, good }, i) => {
    const { median, p90, named, changePoint } = figures[i]!;
    const optimum = rates === undefined ? '' : optimalDelay(...rates, optimumArl).toFixed(0);
    const limit = icc === 0 ? good : name === 'refusal 2→4 %' ? clusteredGood : Infinity;
    row([name, optimum, events(median), events(p90), events(limit), share(named), changePoint.toFixed(2)]);
  });
}

function printKnownBaseline(eventsPerDay: number): void {
  title(`The same, ${eventsPerDay} a day: known baseline, no gate, one feature, iid, n = ${2 * scale.runs}`);
  row(['shift', 'optimum', 'median', 'p90']);
  for (const { name, rates } of shiftCases) {
    if (rates?.[0] !== 0.02 || rates[1] < 0.02) continue;
    const { median, p90 } = measureKnownBaseline(rates[1], {
      eventsPerDay,
      runs: 2 * scale.runs,
      firstSeed: 1_000,
    });
    row([name, optimalDelay(...rates, optimumArl).toFixed(0), events(median), events(p90)]);
  }
}

function printPeers(): void {
  title('Peers at their defaults on one boolean feature of 2 %, 10000 events a day');
  row(['peer', 'stream', 'months', 'false alarms a month [95 %]', '2→4 % median events']);
  for (const { peer, stream, months, alarms, interval, median } of measurePeers(scale.peerMonths)) {
    const range = `${(alarms / months).toFixed(2)} [${interval.map((bound) => bound.toFixed(2)).join(', ')}]`;
    row([peer, stream, months, range, median === undefined ? '' : events(median)]);
  }
}

function events(count: number): string {
  return Number.isFinite(count) ? String(Math.round(count)) : '–';
}

function share(part: number): string {
  return `${Math.round(part * 100)} %`;
}

function title(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

function row(cells: readonly (string | number)[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
