import { seasonCellOfHour } from './drift-settings.js';
import type { PooledSums } from './pool-days.js';

/** How the level moves with the hour of the day and the weekend; factors around 1. Plain JSON. */
export interface Season {
  /** Factor by hour of the day, UTC. */
  readonly hours: readonly number[];
  /** Factor of weekdays and of weekends. */
  readonly classes: readonly [number, number];
  /** Variance of the two, relative to the level. */
  readonly hourNoise: readonly number[];
  readonly classNoise: readonly [number, number];
}

const kernel = [1, 2, 3, 2, 1];

/** Events and score of a class of days, or of an hour of the day. */
interface Cell {
  events: number;
  score: number;
}

/**
 * The season of a score whose overall level is `p1` and whose relative variance of one event is `r2`; undefined
 * where neither the hour nor the weekend stands clear of its noise. Hours are smoothed by a triangle over five and
 * shrunk toward 1 by noise over between-hour variance (James and Stein 1961, in the positive-part form of Efron and
 * Morris, JASA 1973).
 */
export function estimateSeason(sums: PooledSums, p1: number, r2: number): Season | undefined {
  if (!(p1 > 0) || !(r2 > 0)) return undefined;
  const cells = sumCells(sums);
  const weekend = weekendFactors(cells, p1, r2);
  const hours = hourFactors(cells, weekend.factors, p1, r2);
  if (weekend.shrink === 0 && hours.shrink === 0) return undefined;
  const bare = hours.ratios.map((ratio) => 1 + hours.shrink * (ratio - 1));
  const mean = weightedMean(cells, (cell) => (bare[cell % 24] ?? 1) * weekend.factors[cell < 24 ? 0 : 1]);
  const classNoise = weekend.events.map((n) => (n > 0 ? (weekend.shrink ** 2 * r2) / n : 0));
  return {
    hours: bare.map((factor) => factor / mean),
    classes: weekend.factors,
    hourNoise: hours.noise.map((noise) => hours.shrink ** 2 * noise),
    classNoise: [classNoise[0] ?? 0, classNoise[1] ?? 0],
  };
}

function sumCells({ events, score, firstHour }: PooledSums): Cell[] {
  const cells = Array.from({ length: 48 }, () => ({ events: 0, score: 0 }));
  events.forEach((n, hour) => {
    const cell = cells[seasonCellOfHour(firstHour + hour)]!;
    cell.events += n;
    cell.score += score[hour] ?? 0;
  });
  return cells;
}

function weightedMean(cells: readonly Cell[], factor: (cell: number) => number): number {
  const all = cells.reduce((sum, { events }) => sum + events, 0);
  return cells.reduce((sum, { events }, cell) => sum + events * factor(cell), 0) / all;
}

/** A weekend factor counts only with over 20 effective positives in both classes and three standard errors apart. */
function weekendFactors(cells: readonly Cell[], p1: number, r2: number) {
  const classes = [cells.slice(0, 24), cells.slice(24)].map((ofClass) => ({
    events: ofClass.reduce((sum, { events }) => sum + events, 0),
    score: ofClass.reduce((sum, { score }) => sum + score, 0),
  }));
  const [week, rest] = classes as [Cell, Cell];
  const events = [week.events, rest.events] as const;
  const none = { factors: [1, 1] as [number, number], shrink: 0, events };
  if (Math.min(week.events, rest.events) <= 20 * r2) return none;
  const ratios = [week.score / week.events / p1, rest.score / rest.events / p1] as const;
  const noise = r2 * (1 / week.events + 1 / rest.events);
  const apart = (ratios[1] - ratios[0]) ** 2;
  if (apart <= 9 * noise) return none;
  const shrink = 1 - noise / apart;
  const factors: [number, number] = [1 + shrink * (ratios[0] - 1), 1 + shrink * (ratios[1] - 1)];
  return { factors, shrink, events };
}

function hourFactors(cells: readonly Cell[], weekend: readonly [number, number], p1: number, r2: number) {
  const expected = Array.from({ length: 24 }, (_, h) => expectedEvents(cells, weekend, h));
  const score = Array.from({ length: 24 }, (_, h) => cells[h]!.score + cells[h + 24]!.score);
  const ratios: number[] = [];
  const noise: number[] = [];
  for (let h = 0; h < 24; h++) {
    let [a, n, squares] = [0, 0, 0];
    kernel.forEach((k, i) => {
      const at = (h + i + 22) % 24;
      a += k * score[at]!;
      n += k * expected[at]!;
      squares += k * k * expected[at]!;
    });
    ratios.push(n > 0 ? a / n / p1 : 1);
    noise.push(n > 0 ? (r2 * squares) / (n * n) : 0);
  }
  const events = Array.from({ length: 24 }, (_, h) => cells[h]!.events + cells[h + 24]!.events);
  return { ratios, noise: fillUnseen(noise), shrink: hourShrink(ratios, noise, events, r2) };
}

function expectedEvents(cells: readonly Cell[], weekend: readonly [number, number], h: number): number {
  return cells[h]!.events * weekend[0] + cells[h + 24]!.events * weekend[1];
}

/** Hours without traffic are as uncertain as the least certain hour with some. */
function fillUnseen(noise: readonly number[]): number[] {
  const widest = Math.max(...noise);
  return noise.map((value) => (value > 0 ? value : widest));
}

function hourShrink(
  ratios: readonly number[],
  noise: readonly number[],
  events: readonly number[],
  r2: number,
): number {
  const all = events.reduce((sum, n) => sum + n, 0);
  const between = ratios.reduce((sum, ratio, h) => sum + events[h]! * (ratio - 1) ** 2, 0);
  const within = noise.reduce((sum, value, h) => sum + events[h]! * value, 0);
  return all / r2 > 100 && between > 3 * within ? 1 - within / between : 0;
}

/** Factor of the level in a season cell, and its relative standard error times 1.5. */
export function seasonAt(
  season: Season | null,
  cell: number,
): { readonly s: number; readonly error: number } {
  if (season === null) return { s: 1, error: 0 };
  const [hour, dayClass] = [cell % 24, cell < 24 ? 0 : 1] as const;
  const variance = (season.hourNoise[hour] ?? 0) + season.classNoise[dayClass];
  return { s: (season.hours[hour] ?? 1) * season.classes[dayClass], error: 1.5 * Math.sqrt(variance) };
}
