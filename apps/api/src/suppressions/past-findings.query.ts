import type { Database } from '#database';
import type { FindingGroup } from '#incidents';

interface Row {
  readonly tenant: string;
  readonly model_id: string | null;
  readonly version: string | null;
  readonly kind: string;
  readonly family: string | null;
  readonly severity: string;
  readonly outcome: string | null;
  readonly findings: string;
  readonly incidents: string;
  readonly example: string;
}

/** The findings of a tenant since a time, alike ones together: matchers see nothing else of them. */
export async function readPastFindings(
  database: Database,
  tenant: string,
  since: Date,
): Promise<readonly FindingGroup[]> {
  const rows = await database.rows<Row>(
    `SELECT f.tenant, m.model_id, m.version, f.kind, f.severity,
       coalesce(f.body ->> 'family', f.body ->> 'feature', f.body ->> 'cause') AS family,
       f.body ->> 'outcome' AS outcome,
       count(*) AS findings, count(DISTINCT i.incident_id) AS incidents, max(f.title) AS example
     FROM findings f LEFT JOIN models m USING (model_key) LEFT JOIN incident_findings i USING (finding_id)
     WHERE f.tenant = $1 AND f.created_at >= $2
     GROUP BY 1, 2, 3, 4, 5, 6, 7`,
    [tenant, since],
  );
  return rows.map((row) => ({
    labels: {
      tenant: row.tenant,
      model: row.model_id ?? '',
      version: row.version ?? '',
      kind: row.kind,
      family: row.family ?? '',
      severity: row.severity,
      outcome: row.outcome ?? '',
    },
    findings: Number(row.findings),
    incidents: Number(row.incidents),
    example: row.example,
  }));
}
