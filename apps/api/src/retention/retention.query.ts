import type { Database } from '#database';
import type { Clock } from '#kernel';
import { type KeepingPolicy, keptTable } from './kept-table.js';
import type { Retention } from './retention.schema.js';

interface JobRow {
  readonly finished_at: Date | null;
  readonly failed_at: Date | null;
  readonly went_by: { readonly samplePerDay: number; readonly tables: readonly KeepingPolicy[] } | null;
}

interface PartitionRow {
  readonly parent: string;
  readonly name: string;
  readonly bytes: string;
  readonly rows: string;
}

/** Reads how long things are kept, how much there is of them, and what goes next. */
export class RetentionQuery {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<Retention> {
    const [[job], partitions, [whole]] = await Promise.all([
      this.database.rows<JobRow>(
        `SELECT finished_at, failed_at, went_by FROM storage_jobs WHERE name = 'partitions'`,
      ),
      this.database.rows<PartitionRow>(
        `SELECT p.relname AS parent, c.relname AS name, pg_total_relation_size(c.oid) AS bytes,
           greatest(c.reltuples, 0)::bigint AS rows
         FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid JOIN pg_class p ON p.oid = inhparent
         WHERE p.relkind = 'p' AND c.relkind = 'r' AND p.relnamespace = 'public'::regnamespace`,
      ),
      this.database.rows<{ bytes: string }>(`SELECT pg_database_size(current_database()) AS bytes`),
    ]);
    const nowMs = this.clock();
    const { went_by: wentBy = null } = job ?? {};
    return {
      lastRunAt: job?.finished_at?.toISOString() ?? null,
      failedAt: job?.failed_at?.toISOString() ?? null,
      samplePerDay: wentBy?.samplePerDay ?? null,
      tables: (wentBy?.tables ?? []).map((policy) => {
        const own = partitions
          .filter(({ parent }) => parent === policy.table)
          .map(({ name, bytes, rows }) => ({ name, bytes: Number(bytes), rows: Number(rows) }));
        return keptTable(policy, own, nowMs);
      }),
      bytes: Number(whole?.bytes ?? 0),
    };
  }
}
