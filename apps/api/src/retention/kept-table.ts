import type { KeptTable } from './retention.schema.js';

/** How long a table is kept, as the storage job last went by. */
export interface KeepingPolicy {
  readonly table: string;
  readonly keeps: KeptTable['keeps'];
  readonly keepDays: number;
}

/** A partition as Postgres names it. */
export interface Partition {
  readonly name: string;
  readonly bytes: number;
  /** About. */
  readonly rows: number;
}

const dayMs = 24 * 3_600_000;
const weekMs = 7 * dayMs;

/** What there is of a table, and which of its days go within a week of `nowMs`. */
export function keptTable(
  { table, keeps, keepDays }: KeepingPolicy,
  partitions: readonly Partition[],
  nowMs: number,
): KeptTable {
  const days = partitions
    .flatMap(({ name, bytes }) => {
      const [, year, month, day] = /_p(\d{4})(\d{2})(\d{2})$/.exec(name) ?? [];
      return year === undefined ? [] : [{ day: `${year}-${month}-${day}`, bytes }];
    })
    .sort((one, other) => (one.day < other.day ? -1 : 1));
  const goes = days.map((one) => ({ ...one, atMs: Date.parse(one.day) + (keepDays + 1) * dayMs }));
  return {
    ...{ table, keeps, keepDays },
    bytes: partitions.reduce((sum, { bytes }) => sum + bytes, 0),
    firstDay: days[0]?.day ?? null,
    lastDay: days.at(-1)?.day ?? null,
    rowsWithoutDay: partitions.find(({ name }) => name === `${table}_default`)?.rows ?? 0,
    goesNext: goes
      .filter(({ atMs }) => atMs < nowMs + weekMs)
      .map(({ day, bytes, atMs }) => ({ day, at: new Date(atMs).toISOString(), bytes })),
  };
}
