import { severities } from '#contracts';
import type { Database } from '#database';
import { z } from 'zod';
import type { Login } from '../auth/login.js';
import { pageOfRows, readCursor } from '../http/cursor.js';
import type { IncidentQuery, IncidentSummary } from './incident.schema.js';
import { type IncidentRow, incidentColumns, incidentSummary } from './incident-row.js';

const placeSchema = z.tuple([
  z.int32(),
  // Postgres has no year 0.
  z.iso.datetime().refine((time) => Date.parse(time) >= 0),
  z.uuid(),
]);
const statuses = {
  unresolved: ['open', 'acknowledged'],
  open: ['open'],
  acknowledged: ['acknowledged'],
  resolved: ['resolved'],
  all: ['open', 'acknowledged', 'resolved'],
} as const;
const rank = `array_position(ARRAY[${severities.map((severity) => `'${severity}'`).join(', ')}], i.severity)`;

/** Reads the list of incidents. */
export class IncidentsQuery {
  constructor(private readonly database: Database) {}

  /** A page, the most severe first, then the one that was seen last. */
  async page(
    { limit, cursor, status, kind, model }: IncidentQuery,
    { tenant }: Login,
  ): Promise<{ items: IncidentSummary[]; next: string | null }> {
    const [afterRank, afterSeen, afterId] = readCursor(cursor, placeSchema) ?? [null, null, null];
    const rows = await this.database.rows<IncidentRow & { readonly rank: number }>(
      `SELECT ${incidentColumns}, ${rank} AS rank FROM incidents i LEFT JOIN models m USING (model_key)
       WHERE i.status = ANY($1::text[]) AND ($2::text IS NULL OR i.kind = $2) AND ($3::text IS NULL OR m.model_id = $3)
         AND ($4::int IS NULL OR (${rank}, i.last_seen_at, i.incident_id) < ($4, $5::timestamptz, $6::uuid))
         AND ($8::text IS NULL OR i.tenant = $8)
       ORDER BY rank DESC, i.last_seen_at DESC, i.incident_id DESC LIMIT $7`,
      [statuses[status], kind, model, afterRank, afterSeen, afterId, limit + 1, tenant],
    );
    return pageOfRows(rows, limit, {
      item: incidentSummary,
      place: (row) => [row.rank, row.last_seen_at.toISOString(), row.incident_id],
    });
  }
}
