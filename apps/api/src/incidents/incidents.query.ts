import type { Database } from '#database';
import { z } from 'zod';
import { pageOfRows, readCursor } from '../http/cursor.js';
import { conditionOf, openParameters } from './incident-filter.js';
import type { IncidentQuery, IncidentSummary } from './incident.schema.js';
import { type IncidentRow, incidentColumns, incidentSummary } from './incident-row.js';

/** Rank of severity, microseconds since the epoch (a Date would round), id. */
const placeSchema = z.tuple([z.int().min(0).max(9), z.string().regex(/^\d{1,17}$/), z.uuid()]);

interface PlacedRow extends IncidentRow {
  readonly severity_rank: number;
  readonly seen_us: string;
}

/** Reads the list of incidents. */
export class IncidentsQuery {
  constructor(private readonly database: Database) {}

  /** A page, the most severe first, then the one that was seen last. */
  async page({ limit, cursor, ...filter }: IncidentQuery): Promise<{
    items: IncidentSummary[];
    next: string | null;
  }> {
    const { values, take } = openParameters();
    const after = readCursor(cursor, placeSchema);
    const condition = conditionOf(filter, take);
    const order = 'i.severity_rank DESC, i.last_seen_at DESC, i.incident_id DESC';
    // The page is cut on the index alone; what costs something is read of its rows only.
    const rows = await this.database.rows<PlacedRow>(
      `WITH page AS MATERIALIZED (
         SELECT i.incident_id FROM incidents i
         WHERE ${condition}${after === undefined ? '' : ` AND ${isAfter(after, take)}`}
         ORDER BY ${order} LIMIT ${take(limit + 1)}::int)
       SELECT ${incidentColumns}, i.severity_rank, (extract(epoch FROM i.last_seen_at) * 1000000)::bigint AS seen_us
       FROM page JOIN incidents i USING (incident_id) LEFT JOIN models m USING (model_key) ORDER BY ${order}`,
      values,
    );
    return pageOfRows(rows, limit, {
      item: incidentSummary,
      place: (row) => [row.severity_rank, row.seen_us, row.incident_id],
    });
  }

  /** The row of one incident as the list shows it. */
  async one(incidentId: string): Promise<IncidentSummary | undefined> {
    const [row] = await this.database.rows<IncidentRow>(
      `SELECT ${incidentColumns} FROM incidents i LEFT JOIN models m USING (model_key) WHERE i.incident_id = $1`,
      [incidentId],
    );
    return row && incidentSummary(row);
  }
}

function isAfter(
  [rank, seenUs, id]: z.infer<typeof placeSchema>,
  take: (value: string | number) => string,
): string {
  const seenAt = `'epoch'::timestamptz + ${take(seenUs)}::bigint * interval '1 microsecond'`;
  return `(i.severity_rank, i.last_seen_at, i.incident_id) < (${take(rank)}::smallint, ${seenAt}, ${take(id)}::uuid)`;
}
