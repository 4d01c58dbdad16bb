import type { Database, Sql } from '#database';
import type { PartitionedTable } from './partitioned-tables.js';
import { type PartitionsNow, nextDay } from './plan-partitions.js';

/** One partition at a time is made or dropped, whoever does it. */
const storageLock = 7_461_327;

/** The days that have a partition, and the days of rows that found none. */
export async function readPartitions(sql: Sql, table: PartitionedTable): Promise<PartitionsNow> {
  const { name } = table;
  const partitions = await sql.rows<{ relname: string }>(
    `SELECT c.relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = $1::regclass`,
    [name],
  );
  const homeless = await sql.rows<{ day: string }>(
    `SELECT DISTINCT to_char(${dayOf(table)}, 'YYYY-MM-DD') AS day FROM ${name}_default ORDER BY day`,
  );
  const days = partitions.flatMap(({ relname }) => {
    const [, year, month, day] = /_p(\d{4})(\d{2})(\d{2})$/.exec(relname) ?? [];
    return year === undefined ? [] : [`${year}-${month}-${day}`];
  });
  return { days, homeless: homeless.map(({ day }) => day) };
}

/**
 * Makes the partitions of some days and moves their rows there from the default one. Answers how many were not there
 * yet. The table is locked first, briefly: who reads it meanwhile must not find a row in neither place.
 */
export function createPartitions(
  database: Database,
  table: PartitionedTable,
  days: readonly string[],
): Promise<number> {
  return database.transaction(async (tx) => {
    await lockAlone(tx, table.name);
    let created = 0;
    for (const day of days) if (await createPartition(tx, table, day)) created += 1;
    return created;
  });
}

async function createPartition(tx: Sql, table: PartitionedTable, day: string): Promise<boolean> {
  const { name, column } = table;
  const partition = partitionOf(table, day);
  if (await exists(tx, partition)) return false;
  await tx.rows(
    `CREATE TABLE ${partition} (LIKE ${name} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)`,
  );
  await tx.rows(
    `WITH moved AS (DELETE FROM ${name}_default WHERE ${column} >= ${bound(table, day)}
         AND ${column} < ${bound(table, nextDay(day))} RETURNING *)
       INSERT INTO ${partition} SELECT * FROM moved`,
  );
  await tx.rows(
    `ALTER TABLE ${name} ATTACH PARTITION ${partition}
       FOR VALUES FROM (${bound(table, day)}) TO (${bound(table, nextDay(day))})`,
  );
  return true;
}

/** What a dropped day left behind, undefined where it was gone already. */
export interface DroppedPartition {
  readonly held: number;
}

/** Drops a day's partition; what a legal hold keeps of it goes to the default partition first. */
export function dropPartition(
  database: Database,
  table: PartitionedTable,
  day: string,
): Promise<DroppedPartition | undefined> {
  const { name, isHeld } = table;
  const partition = partitionOf(table, day);
  return database.transaction(async (tx) => {
    // No incident comes under a hold between the look and the drop.
    await tx.rows(`LOCK TABLE legal_holds IN SHARE MODE`);
    await lockAlone(tx, name);
    if (!(await exists(tx, partition))) return undefined;
    await tx.rows(
      `CREATE TEMP TABLE held_rows ON COMMIT DROP AS
       SELECT r.* FROM ${partition} r WHERE ${isHeld ?? 'false'}`,
    );
    await tx.rows(`ALTER TABLE ${name} DETACH PARTITION ${partition}`);
    await tx.rows(`DROP TABLE ${partition}`);
    const held = await tx.execute(`INSERT INTO ${name} SELECT * FROM held_rows`);
    return { held };
  });
}

/** Deletes what stands in the default partition from before a day, but for what is held. Answers how many rows. */
export function deleteHomeless(sql: Sql, table: PartitionedTable, keptFrom: string): Promise<number> {
  const { name, column, isHeld } = table;
  const old = `DELETE FROM ${name}_default r WHERE r.${column} < ${bound(table, keptFrom)}`;
  return sql.execute(isHeld === undefined ? old : `${old} AND NOT ${isHeld}`);
}

/** Deletes what ties findings to evidence of before a day that is gone. */
export async function deleteLooseLinks(sql: Sql, keptFrom: string): Promise<void> {
  await sql.execute(
    `DELETE FROM finding_evidence f WHERE f.stored_on < $1 AND NOT EXISTS (
       SELECT FROM evidence e WHERE e.evidence_id = f.evidence_id AND e.stored_on = f.stored_on)`,
    [keptFrom],
  );
}

/** How many rows stand in the default partition: held ones, and those whose day has none. */
export async function countHomeless(sql: Sql, { name }: PartitionedTable): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(`SELECT count(*)::int AS count FROM ${name}_default`);
  return row?.count ?? 0;
}

/** Everybody waits behind who waits for this lock: it is given up soon, and tried again with the next run. */
async function lockAlone(tx: Sql, table: string): Promise<void> {
  await tx.rows(`SET LOCAL lock_timeout = '2s'`);
  await tx.rows(`SET LOCAL statement_timeout = 0`);
  await tx.rows(`SELECT pg_advisory_xact_lock($1)`, [storageLock]);
  await tx.rows(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
}

async function exists(tx: Sql, table: string): Promise<boolean> {
  const [row] = await tx.rows<{ found: boolean }>(`SELECT to_regclass($1) IS NOT NULL AS found`, [table]);
  return row?.found === true;
}

function partitionOf({ name }: PartitionedTable, day: string): string {
  return `${name}_p${day.replaceAll('-', '')}`;
}

/** Names and days are our own: a statement that shapes a table takes no parameters. */
function bound({ type }: PartitionedTable, day: string): string {
  return type === 'date' ? `'${day}'::date` : `'${day} 00:00:00+00'::timestamptz`;
}

function dayOf({ column, type }: PartitionedTable): string {
  return type === 'date' ? column : `(${column} AT TIME ZONE 'UTC')::date`;
}
