import type { VerdictOfPerson } from '#contracts';
import type { Database } from '#database';
import type { Login } from '../auth/login.js';
import { precisionOf } from './detector-precision.js';
import type { Detector } from './detector.schema.js';

interface Row {
  readonly kind: Detector['kind'];
  readonly detector: string;
  readonly incidents: string;
  readonly open: string;
  readonly last_at: Date;
  /** One a closed incident. */
  readonly verdicts: readonly VerdictOfPerson[];
}

/** Reads what people made of each detector's incidents. */
export class DetectorsQuery {
  constructor(private readonly database: Database) {}

  /** The detectors of incidents opened since `since`, the busiest first. An incident counts for every rule that matched in it. */
  async list(since: Date, { tenant }: Login): Promise<Detector[]> {
    const rows = await this.database.rows<Row>(
      `SELECT i.kind, d.detector, count(*) AS incidents, count(*) FILTER (WHERE i.status <> 'resolved') AS open,
         max(i.opened_at) AS last_at,
         coalesce(array_agg(i.verdict) FILTER (WHERE i.verdict IS NOT NULL), '{}') AS verdicts
       FROM incidents i CROSS JOIN LATERAL (
         SELECT DISTINCT coalesce(rule, i.family) AS detector
         FROM (SELECT 1) AS one LEFT JOIN (
           SELECT jsonb_array_elements_text(e.signal -> 'attack' -> 'rules') AS rule
           FROM incident_findings f JOIN finding_evidence USING (finding_id)
             JOIN evidence e USING (evidence_id, stored_on)
           WHERE f.incident_id = i.incident_id AND i.kind = 'attack') AS rules ON true) AS d
       WHERE i.opened_at >= $1 AND ($2::text IS NULL OR i.tenant = $2)
       GROUP BY i.kind, d.detector ORDER BY count(*) DESC, i.kind, d.detector`,
      [since, tenant],
    );
    return rows.map(detectorOf);
  }
}

function detectorOf(row: Row): Detector {
  const of = (verdict: VerdictOfPerson): number => row.verdicts.filter((one) => one === verdict).length;
  const verdicts = {
    'true-positive-impact': of('true-positive-impact'),
    'true-positive-blocked': of('true-positive-blocked'),
    'benign-positive': of('benign-positive'),
    'false-positive': of('false-positive'),
    duplicate: of('duplicate'),
    unknown: of('unknown'),
  };
  return {
    kind: row.kind,
    detector: row.detector,
    incidents: Number(row.incidents),
    open: Number(row.open),
    verdicts,
    precision: precisionOf(verdicts),
    lastIncidentAt: row.last_at.toISOString(),
  };
}
