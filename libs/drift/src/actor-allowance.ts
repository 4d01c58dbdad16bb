import { dayMs } from './drift-settings.js';
import type { Minute } from './order-units.js';
import { packCounts, unpackCounts } from './packed-counts.js';
import type { SessionUnit } from './session-unit.js';

/** Actors are told apart by so many numbers: some share one, and nobody can be known by theirs. */
const actorSlots = 4_096;

/** An actor's sessions are evidence up to twice as many a day as its usual ones, and always so many. */
const alwaysAllowed = 4;
const usualFactor = 2;
/** What is usual forgets with this memory, so that one who stays becomes a part of the traffic. */
const memoryDays = 28;
/** Where fewer sessions than this share had an actor while the model was learnt, a new one may be a new way of logging. */
const fewestKnown = 0.5;

/** How many sessions of which actors a day usually has. Plain JSON. */
export interface ActorCounts {
  /** Sessions by actor over `days` days that are over, packed. */
  readonly usual: string;
  readonly days: number;
  /** Of the day under way, since 1970. */
  readonly day: number;
  readonly today: string;
  /** Sessions, and those with an actor, until the baseline was settled. */
  readonly sessions: number;
  readonly known: number;
}

export const noActors: ActorCounts = { usual: '', days: 0, day: 0, today: '', sessions: 0, known: 0 };

/**
 * The minutes with what is evidence of their sessions, and the counts after them: one actor that opens thousands of
 * sessions speaks for itself, not for the traffic, so that those beyond its allowance are left out. Which are left out
 * follows from the order of sessions alone. A bound on what one cluster contributes, as the cap of a session is
 * (contribution bounding). While `isLearning` everything counts as usual.
 */
export function withinAllowance(
  counts: ActorCounts,
  minutes: readonly Minute[],
  isLearning: boolean,
): { readonly counts: ActorCounts; readonly minutes: readonly Minute[] } {
  const open = new OpenCounts(counts);
  const allowed = minutes.map(({ atMs, units }) => ({ atMs, units: open.take(atMs, units, isLearning) }));
  return { counts: open.close(), minutes: allowed };
}

/** Counts in the hot loop, which works on them in place. */
class OpenCounts {
  #usual: number[];
  #today: number[];
  #days: number;
  #day: number;
  #sessions: number;
  #known: number;
  readonly #was: ActorCounts;
  #isTouched = false;

  constructor(counts: ActorCounts) {
    this.#was = counts;
    this.#usual = unpackCounts(counts.usual);
    this.#today = unpackCounts(counts.today);
    this.#days = counts.days;
    this.#day = counts.day;
    this.#sessions = counts.sessions;
    this.#known = counts.known;
  }

  take(atMs: number, units: readonly SessionUnit[], isLearning: boolean): readonly SessionUnit[] {
    if (isLearning) this.#sessions += units.length;
    const isTold = this.#known > 0 && this.#known >= fewestKnown * this.#sessions;
    if (!isLearning && !isTold) return units;
    this.#isTouched = true;
    this.#turnTo(Math.floor(atMs / dayMs));
    const within = units.filter(({ actor }) => {
      if (actor === undefined || actor < 0 || actor >= actorSlots) return true;
      if (isLearning) this.#known += 1;
      while (this.#today.length <= actor) this.#today.push(0);
      this.#today[actor]! += 1;
      const usual = (this.#usual[actor] ?? 0) / Math.max(1, this.#days);
      return this.#today[actor]! <= alwaysAllowed + usualFactor * usual;
    });
    return isLearning ? units : within;
  }

  #turnTo(day: number): void {
    if (day <= this.#day) return;
    const keep = Math.min(1, memoryDays / (this.#days + 1));
    if (this.#day > 0) {
      const length = Math.max(this.#usual.length, this.#today.length);
      this.#usual = Array.from({ length }, (_, slot) =>
        Math.floor(((this.#usual[slot] ?? 0) + (this.#today[slot] ?? 0)) * keep),
      );
      this.#days = Math.min(memoryDays, this.#days + 1);
    }
    this.#today = [];
    this.#day = day;
  }

  close(): ActorCounts {
    if (!this.#isTouched && this.#sessions === this.#was.sessions) return this.#was;
    return {
      usual: packCounts(this.#usual),
      days: this.#days,
      day: this.#day,
      today: packCounts(this.#today),
      sessions: this.#sessions,
      known: this.#known,
    };
  }
}
