const dayMs = 24 * 3_600_000;

/** What there is of a table, each day as `2026-01-31`. */
export interface PartitionsNow {
  /** Days that have a partition. */
  readonly days: readonly string[];
  /** Days of rows in the default partition: they had none when they came. */
  readonly homeless: readonly string[];
}

/** What the job is to do with a table. */
export interface PartitionPlan {
  /** In groups that may be made in one go: a day with rows to move is one of its own. */
  readonly create: readonly (readonly string[])[];
  readonly drop: readonly string[];
  /** Rows of the default partition from before this day have been kept long enough. */
  readonly keptFrom: string;
}

/** So many days are made before they come, should nobody be able to make any for a while. */
const daysAhead = 7;

/**
 * Which days to make and to drop at this time (UTC): a day is dropped when all of it is older than `keepDays` days.
 * Rows that came before their partition get one, unless they are to go anyway.
 */
export function planPartitions(now: PartitionsNow, nowMs: number, keepDays: number): PartitionPlan {
  const keptFrom = daysBefore(nowMs, keepDays);
  const lastAhead = dayOf(nowMs + daysAhead * dayMs);
  const ahead = Array.from({ length: daysAhead + 1 }, (_, i) => dayOf(nowMs + i * dayMs));
  const known = new Set(now.days);
  const late = now.homeless.filter((day) => day >= keptFrom && day <= lastAhead && !known.has(day));
  const empty = ahead.filter((day) => !known.has(day) && !late.includes(day));
  return {
    create: [...late.map((day) => [day]), ...(empty.length === 0 ? [] : [empty])],
    drop: now.days.filter((day) => day < keptFrom).sort(),
    keptFrom,
  };
}

/** The day so many days before this time. */
export function daysBefore(nowMs: number, days: number): string {
  return dayOf(nowMs - days * dayMs);
}

/** The day after, for a half-open range. */
export function nextDay(day: string): string {
  return dayOf(Date.parse(day) + dayMs);
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
