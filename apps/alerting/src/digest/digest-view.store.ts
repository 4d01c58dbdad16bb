import { type IncidentStatus, type Labels, type Severity, severities } from '#contracts';
import { type LabelColumns, type Sql, labelsOfIncident } from '#database';

/** One incident that a digest tells of, as it is now. */
export interface DigestMember {
  readonly notificationId: string;
  readonly route: string;
  readonly number: number;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  /** null: it concerns no one model. */
  readonly model: string | null;
  readonly family: string;
  readonly findingCount: number;
  readonly labels: Labels;
}

interface MemberRow extends LabelColumns {
  readonly notification_id: string;
  readonly route: string;
  readonly number: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly finding_count: string;
}

/** What a digest tells of, the most severe first; empty where all have messages of their own by now. */
export async function readDigest(sql: Sql, digestId: string): Promise<readonly DigestMember[]> {
  const rows = await sql.rows<MemberRow>(
    `SELECT n.notification_id, n.route, i.*, m.model_id, m.version
     FROM notifications n JOIN incidents i USING (incident_id) LEFT JOIN models m USING (model_key)
     WHERE n.digest_id = $1 ORDER BY array_position($2::text[], i.severity) DESC, i.number`,
    [digestId, severities],
  );
  return rows.map((row) => ({
    notificationId: row.notification_id,
    route: row.route,
    number: Number(row.number),
    severity: row.severity,
    status: row.status,
    model: row.model_id === null ? null : `${row.model_id} ${row.version}`,
    family: row.family,
    findingCount: Number(row.finding_count),
    labels: labelsOfIncident(row),
  }));
}
