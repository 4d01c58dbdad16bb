import type { Taxonomy } from '#contracts';
import type { Sql } from '#database';
import { atlasTechniques, owaspRisks } from '#detection';
import type { IncidentDetail } from './incident.schema.js';

const mostFindings = 500;

/** What the incident's findings are cases of, by id and name: MITRE ATLAS first, then OWASP. */
export async function readTaxonomy(sql: Sql, incidentId: string): Promise<IncidentDetail['taxonomy']> {
  const rows = await sql.rows<{ taxonomy: Taxonomy }>(
    `SELECT DISTINCT body->'taxonomy' AS taxonomy
     FROM (SELECT finding_id FROM incident_findings WHERE incident_id = $1 ORDER BY joined_at LIMIT ${mostFindings}) first
       JOIN findings USING (finding_id) WHERE body ? 'taxonomy'`,
    [incidentId],
  );
  const named = (of: keyof Taxonomy, names: Readonly<Record<string, string>>) =>
    [...new Set(rows.flatMap(({ taxonomy }) => taxonomy[of]))]
      .sort()
      .map((id) => ({ id, name: names[id] ?? id }));
  return [...named('atlas', atlasTechniques), ...named('owasp', owaspRisks)];
}
