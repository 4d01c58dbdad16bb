import { type LabelColumns, type Sql, labelsOfIncident } from '#database';
import { type OpenIncident, type Silence, parseMatchers } from '#incidents';

interface SilenceRow {
  readonly silence_id: string;
  readonly tenant: string;
  readonly matchers: readonly string[];
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly author: string;
}

/** Silences of a tenant that hold at a time. One whose matchers nobody can read any more silences nothing. */
export async function readSilences(sql: Sql, tenant: string, atMs: number): Promise<readonly Silence[]> {
  const rows = await sql.rows<SilenceRow>(
    `SELECT * FROM silences WHERE tenant = $1 AND starts_at <= $2 AND ends_at > $2`,
    [tenant, new Date(atMs)],
  );
  return rows.flatMap((row) => {
    const matchers = parseMatchers(row.matchers);
    if (matchers === undefined) return [];
    return {
      silenceId: row.silence_id,
      matchers,
      startsAtMs: row.starts_at.getTime(),
      endsAtMs: row.ends_at.getTime(),
      author: row.author,
    };
  });
}

interface OpenIncidentRow extends LabelColumns {
  readonly incident_id: string;
  readonly number: string;
}

/** The newest unresolved incidents of a tenant: those that may keep another one still. */
export async function readOpenIncidents(sql: Sql, tenant: string): Promise<readonly OpenIncident[]> {
  const rows = await sql.rows<OpenIncidentRow>(
    `SELECT i.incident_id, i.number, i.tenant, m.model_id, m.version, i.kind, i.family, i.severity, i.outcome
     FROM incidents i LEFT JOIN models m USING (model_key)
     WHERE i.tenant = $1 AND i.status <> 'resolved' ORDER BY i.last_seen_at DESC LIMIT 1000`,
    [tenant],
  );
  return rows.map((row) => ({
    incidentId: row.incident_id,
    number: row.number,
    labels: labelsOfIncident(row),
  }));
}
