import type { Database } from '#database';
import { findTroubles } from './find-troubles.js';
import { readRefusals } from './read-refusals.js';
import type { Status } from './status.schema.js';

const day = 86_400_000;
const hour = 3_600_000;
const throughputMs = 5 * 60_000;
const mostTables = 8;
/** Everybody's console asks every few seconds, whatever they look at: an answer serves all that come this soon. */
const freshMs = 3_000;
/** As the analyzer has it: a canary that has not come back by then is lost. */
const canaryMs = 3 * 60_000;

/** Measures how Tunewarden itself is doing, from what its processes leave in Postgres. */
export class StatusQuery {
  #measured: { readonly atMs: number; readonly status: Promise<Status> } | undefined;

  constructor(private readonly database: Database) {}

  /** At most three seconds old. */
  measure(): Promise<Status> {
    const nowMs = Date.now();
    if (this.#measured !== undefined && nowMs - this.#measured.atMs < freshMs) return this.#measured.status;
    const measured = { atMs: nowMs, status: this.#measure(nowMs) };
    this.#measured = measured;
    measured.status.catch(() => {
      if (this.#measured === measured) this.#measured = undefined;
    });
    return measured.status;
  }

  async #measure(nowMs: number): Promise<Status> {
    const [ingest, partitions, findings, deliveries, canaries, database] = await Promise.all([
      this.#ingest(nowMs),
      this.#partitions(),
      this.#findings(nowMs),
      this.#deliveries(nowMs),
      this.#canaries(nowMs),
      this.#storage(),
    ]);
    const measured = { ingest, partitions, findings, deliveries, canaries, database };
    return { at: new Date(nowMs).toISOString(), degraded: [...findTroubles(measured, nowMs)], ...measured };
  }

  async #ingest(nowMs: number): Promise<Status['ingest']> {
    const [[counted], [letters], stopped, [last]] = await Promise.all([
      this.database.rows<{ of_day: string | null; lately: string | null }>(
        `SELECT sum(interactions) AS of_day, sum(interactions) FILTER (WHERE minute > $2) AS lately
         FROM buckets WHERE minute > $1 AND minute <= $3`,
        [new Date(nowMs - day), new Date(nowMs - throughputMs), new Date(nowMs)],
      ),
      this.database.rows<{ of_hour: string; waiting: string }>(
        `SELECT count(*) FILTER (WHERE failed_at > $1) AS of_hour, count(*) FILTER (WHERE redriven_at IS NULL) AS waiting
         FROM dead_letters`,
        [new Date(nowMs - hour)],
      ),
      this.database.rows<{ topic: string }>('SELECT topic FROM stopped_topics ORDER BY topic'),
      this.database.rows<{ at: Date | null }>(
        `SELECT max(minute) AS at FROM buckets WHERE minute > $1 AND minute <= $2`,
        [new Date(nowMs - 7 * day), new Date(nowMs)],
      ),
    ]);
    return {
      interactionsPerSecond: Number(counted?.lately ?? 0) / (throughputMs / 1_000),
      interactionsOfDay: Number(counted?.of_day ?? 0),
      lastInteractionAt: last?.at?.toISOString() ?? null,
      deadLettersOfHour: Number(letters?.of_hour ?? 0),
      deadLettersWaiting: Number(letters?.waiting ?? 0),
      stoppedTopics: stopped.map(({ topic }) => topic),
    };
  }

  async #partitions(): Promise<Status['partitions']> {
    const rows = await this.database.rows<{
      topic: string;
      partition: number;
      next_offset: string;
      watermark_at: Date;
      updated_at: Date;
    }>('SELECT * FROM partition_positions ORDER BY topic, partition LIMIT 500');
    return rows.map(({ topic, partition, next_offset, watermark_at, updated_at }) => ({
      topic,
      partition,
      nextOffset: next_offset,
      watermarkAt: watermark_at.toISOString(),
      movedAt: updated_at.toISOString(),
    }));
  }

  async #findings(nowMs: number): Promise<Status['findings']> {
    const [[made], [waiting]] = await Promise.all([
      this.database.rows<{ of_day: string }>(
        'SELECT count(*) AS of_day FROM findings WHERE created_at > $1',
        [new Date(nowMs - day)],
      ),
      this.database.rows<{ waiting: string; oldest: Date | null }>(
        'SELECT count(*) AS waiting, min(created_at) AS oldest FROM findings WHERE relayed_at IS NULL',
      ),
    ]);
    return {
      ofDay: Number(made?.of_day ?? 0),
      waiting: Number(waiting?.waiting ?? 0),
      oldestWaitingAt: waiting?.oldest?.toISOString() ?? null,
    };
  }

  async #deliveries(nowMs: number): Promise<Status['deliveries']> {
    const [[pending], [ended], refusals] = await Promise.all([
      this.database.rows<{ pending: string; oldest: Date | null }>(
        `SELECT count(*) AS pending, min(due_at) FILTER (WHERE due_at <= $1) AS oldest
         FROM notifications WHERE state = 'pending'`,
        [new Date(nowMs)],
      ),
      this.database.rows<{ delivered: string; failed: string; p95: number | null }>(
        `SELECT count(*) FILTER (WHERE outcome = 'accepted') AS delivered,
           count(*) FILTER (WHERE outcome = 'failed') AS failed,
           percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - started_at) * 1000) AS p95
         FROM delivery_attempts WHERE started_at > $1`,
        [new Date(nowMs - day)],
      ),
      readRefusals(this.database, new Date(nowMs - day)),
    ]);
    return {
      deliveredOfDay: Number(ended?.delivered ?? 0),
      failedOfDay: Number(ended?.failed ?? 0),
      pending: Number(pending?.pending ?? 0),
      oldestDueAt: pending?.oldest?.toISOString() ?? null,
      p95Ms: ended?.p95 ?? null,
      refusals,
    };
  }

  async #canaries(nowMs: number): Promise<Status['canaries']> {
    const [row] = await this.database.rows<{ sent: string; found: string; last: Date | null }>(
      `SELECT count(*) AS sent, count(*) FILTER (WHERE found) AS found, max(arrived_at) FILTER (WHERE found) AS last
       FROM canary_runs WHERE minute > $1 AND (arrived_at IS NOT NULL OR sent_at < $2)`,
      [new Date(nowMs - hour), new Date(nowMs - canaryMs)],
    );
    return {
      ofHour: Number(row?.sent ?? 0),
      foundOfHour: Number(row?.found ?? 0),
      lastFoundAt: row?.last?.toISOString() ?? null,
    };
  }

  async #storage(): Promise<Status['database']> {
    const [[size], tables, [job]] = await Promise.all([
      this.database.rows<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes'),
      this.database.rows<{ name: string; bytes: string }>(
        `SELECT coalesce(parent.relname, c.relname) AS name, sum(pg_total_relation_size(c.oid)) AS bytes
         FROM pg_class c LEFT JOIN pg_inherits h ON h.inhrelid = c.oid LEFT JOIN pg_class parent ON parent.oid = h.inhparent
         WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
         GROUP BY 1 ORDER BY 2 DESC LIMIT ${mostTables}`,
      ),
      this.database.rows<{ finished_at: Date | null; failed_at: Date | null }>(
        `SELECT finished_at, failed_at FROM storage_jobs WHERE name = 'partitions'`,
      ),
    ]);
    const failed = job?.failed_at ?? null;
    const finished = job?.finished_at ?? null;
    const isFailing = failed !== null && (finished === null || failed > finished);
    return {
      bytes: Number(size?.bytes ?? 0),
      largest: tables.map(({ name, bytes }) => ({ table: name, bytes: Number(bytes) })),
      lastMaintenanceAt: finished?.toISOString() ?? null,
      maintenanceFailedAt: isFailing ? failed.toISOString() : null,
    };
  }
}
