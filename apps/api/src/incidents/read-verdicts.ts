import type { VerdictOfPerson } from '#contracts';
import type { Sql } from '#database';
import type { IncidentDetail } from './incident.schema.js';

interface Row {
  readonly at: Date;
  readonly who: string;
  readonly verdict: VerdictOfPerson | null;
  readonly note: string | null;
}

/** Every verdict of an incident, the oldest first; one that comes back has none until it is closed again. */
export async function readVerdicts(sql: Sql, incidentId: string): Promise<IncidentDetail['verdicts']> {
  const rows = await sql.rows<Row>(
    `SELECT at, who, detail ->> 'verdict' AS verdict, detail ->> 'note' AS note FROM incident_timeline
     WHERE incident_id = $1 AND event IN ('resolved', 'verdict-changed', 'reopened', 'merged', 'unmerged')
     ORDER BY entry_id`,
    [incidentId],
  );
  return rows.map(({ at, who, verdict, note }) => ({ at: at.toISOString(), who, verdict, note: note ?? '' }));
}
