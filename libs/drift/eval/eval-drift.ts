// The drift detector's figures: nulls with exact Poisson intervals, shifts beside the exact optimum, peers.
// `npm run eval:drift` runs 100 model-months, `npm run eval:drift -- --long` more than 2,000, in an hour or two.
import { clusteredGood, nullCases, shiftCases } from './cases.js';
import { measureNull, measureShifts } from './measure.js';
import { optimalDelay } from './optimum.js';
import { measurePeers } from './peer-streams.js';

/** Events between false alarms of the optimum that delays are set beside. */
const optimumArl = 1e6;

const long = process.argv.includes('--long');
const scale = long
  ? { models: 60, months: 4, runs: 100, peerMonths: 40 }
  : { models: 3, months: 3, runs: 15, peerMonths: 4 };

printNulls(1_000);
if (long) printNulls(10_000);
printShifts(6_000, 0);
printShifts(6_000, 0.2);
if (long) for (const eventsPerDay of [1_000, 10_000]) printShifts(eventsPerDay, 0);
printPeers();

function printNulls(eventsPerDay: number): void {
  const models = eventsPerDay > 2_000 ? Math.ceil(scale.models / 10) : scale.models;
  title(`False alarms a model-month, 5 features, ${eventsPerDay} events a day`);
  row(['null', 'months', 'alarms', 'a month [95 %]', 'bound', '']);
  for (const one of nullCases(eventsPerDay)) {
    const { months, alarms, rate, interval, features } = measureNull(one, models, scale.months, 50_000);
    const range = `${rate.toFixed(3)} [${interval.map((bound) => bound.toFixed(3)).join(', ')}]`;
    row([one.name, months, alarms, range, one.bound, features.join('; ')]);
  }
}

function printShifts(eventsPerDay: number, icc: number): void {
  title(`Events to the alarm, ${eventsPerDay} a day, one of 40 features, icc ${icc}, n = ${scale.runs}`);
  row(['shift', 'optimum', 'median', 'p90', 'good', 'named', 'change point error / delay']);
  const figures = measureShifts(shiftCases, { eventsPerDay, runs: scale.runs, firstSeed: 1_000, icc });
  shiftCases.forEach(({ name, rates, good }, i) => {
    const { median, p90, named, changePoint } = figures[i]!;
    const optimum = rates === undefined ? '' : optimalDelay(...rates, optimumArl).toFixed(0);
    const limit = icc === 0 ? good : name === 'refusal 2→4 %' ? clusteredGood : Infinity;
    row([name, optimum, events(median), events(p90), events(limit), share(named), changePoint.toFixed(2)]);
  });
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
