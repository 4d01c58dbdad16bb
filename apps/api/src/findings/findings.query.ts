import type { Finding } from '#contracts';
import type { Database } from '#database';
import { z } from 'zod';
import { pageOfRows, readCursor } from '../http/cursor.js';
import type { FindingItem, findingQuerySchema } from './finding.schema.js';

const placeSchema = z.tuple([z.string().regex(/^\d{1,20}$/), z.uuid()]);

interface FindingRow {
  readonly finding_id: string;
  readonly body: Finding;
  readonly created_at: Date;
  /** Microseconds since the epoch: a Date would round. */
  readonly created_us: string;
  readonly incident_id: string | null;
}

/** Reads the list of findings. */
export class FindingsQuery {
  constructor(private readonly database: Database) {}

  async page({ limit, cursor, kind }: z.infer<typeof findingQuerySchema>): Promise<{
    items: FindingItem[];
    next: string | null;
  }> {
    const [afterUs, afterId] = readCursor(cursor, placeSchema) ?? [null, null];
    const rows = await this.database.rows<FindingRow>(
      `SELECT f.finding_id, f.body, f.created_at, incident_id,
         (extract(epoch FROM f.created_at) * 1000000)::bigint AS created_us
       FROM findings f LEFT JOIN incident_findings USING (finding_id)
       WHERE ($1::text IS NULL OR f.kind = $1) AND ($2::bigint IS NULL OR
         (f.created_at, f.finding_id) < ('epoch'::timestamptz + $2::bigint * interval '1 microsecond', $3::uuid))
       ORDER BY f.created_at DESC, f.finding_id DESC LIMIT $4`,
      [kind, afterUs, afterId, limit + 1],
    );
    return pageOfRows(rows, limit, { item: findingOf, place: (row) => [row.created_us, row.finding_id] });
  }
}

function findingOf({ finding_id, body, created_at, incident_id }: FindingRow): FindingItem {
  const { kind, tenant, severity, title, reason, occurredAtMs } = body;
  return {
    id: finding_id,
    kind,
    tenant,
    model: body.model === undefined ? null : { id: body.model.id, version: body.model.version },
    severity,
    title,
    reason,
    occurredAt: new Date(occurredAtMs).toISOString(),
    createdAt: created_at.toISOString(),
    incidentId: incident_id,
  };
}
