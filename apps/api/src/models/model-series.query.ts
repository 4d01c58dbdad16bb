import type { Severity } from '#contracts';
import { type Database, endsFinding } from '#database';
import type { Login } from '../auth/login.js';
import type { ModelSeries } from './model-series.schema.js';
import { type Step, bandsOf, seriesOf, stepSecondsOf } from './series-of-buckets.js';

const mostMarks = 500;

interface ModelRow {
  readonly model_key: number;
  readonly tenant: string;
  readonly model_id: string;
  readonly version: string;
  readonly summary: {
    readonly baselineFromMs: number | null;
    readonly baselineUntilMs: number | null;
  } | null;
}

type StepRow = Readonly<Record<keyof Step, string | number | null>>;

interface MarkRow {
  readonly at: Date;
  readonly kind: ModelSeries['marks'][number]['kind'];
  readonly label: string;
  readonly severity: Severity | null;
  readonly incident_id: string | null;
  readonly feature: string | null;
}

/** Half-open. */
interface Range {
  readonly from: Date;
  readonly until: Date;
}

/** Reads one model over time. */
export class ModelSeriesQuery {
  constructor(private readonly database: Database) {}

  async find(key: number, hours: number, { tenant }: Login): Promise<ModelSeries | undefined> {
    const [model] = await this.database.rows<ModelRow>(
      `SELECT m.model_key, m.tenant, m.model_id, m.version, d.summary
       FROM models m LEFT JOIN drift_states d USING (model_key) WHERE m.model_key = $1 AND ($2::text IS NULL OR m.tenant = $2)`,
      [key, tenant],
    );
    if (model === undefined) return undefined;
    const stepSeconds = stepSecondsOf(hours);
    const untilStep = Math.floor(Date.now() / 1_000 / stepSeconds) + 1;
    const count = Math.ceil((hours * 3_600) / stepSeconds);
    const at = Array.from({ length: count }, (_, index) => (untilStep - count + index) * stepSeconds);
    const range = { from: new Date((at[0] ?? 0) * 1_000), until: new Date(untilStep * stepSeconds * 1_000) };
    const [steps, baseline, marks] = await Promise.all([
      this.#steps(key, range, stepSeconds),
      this.#baseline(model, stepSeconds),
      this.#marks(model, range),
    ]);
    return {
      key,
      id: model.model_id,
      version: model.version,
      from: range.from.toISOString(),
      until: range.until.toISOString(),
      stepSeconds,
      at,
      series: seriesOf(steps, at),
      bands: bandsOf(baseline),
      marks,
    };
  }

  /** Steps of the baseline's length in time, of the same size as those that are drawn, so that they compare. */
  async #baseline({ model_key, summary }: ModelRow, stepSeconds: number): Promise<Step[]> {
    const { baselineFromMs = null, baselineUntilMs = null } = summary ?? {};
    if (baselineFromMs === null || baselineUntilMs === null) return [];
    const until = Math.min(baselineUntilMs, Date.now());
    return this.#steps(model_key, { from: new Date(baselineFromMs), until: new Date(until) }, stepSeconds);
  }

  async #steps(key: number, { from, until }: Range, stepSeconds: number): Promise<Step[]> {
    const rows = await this.database.rows<StepRow>(
      `SELECT (floor(extract(epoch FROM minute) / $4) * $4)::bigint AS at, sum(interactions) AS interactions,
         sum(attacks) AS attacks, sum(complied + leaked) AS succeeded, sum(refusals) AS refusals, sum(errors) AS errors,
         sum(response_chars) AS "responseChars", sum(latency_ms) AS "latencyMs", sum(latency_count) AS "latencyCount",
         sum(input_tokens) AS "inputTokens", sum(output_tokens) AS "outputTokens"
       FROM buckets WHERE model_key = $1 AND minute >= $2 AND minute < $3 GROUP BY 1 ORDER BY 1`,
      [key, from, until, stepSeconds],
    );
    return rows.map(
      (row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, Number(value ?? 0)]),
        ) as unknown as Step,
    );
  }

  /** First traffic of this model's versions, changes that drift found and their ends, and incidents, in order of time. */
  async #marks(
    { model_key, tenant, model_id }: ModelRow,
    { from, until }: Range,
  ): Promise<ModelSeries['marks']> {
    const rows = await this.database.rows<MarkRow>(
      `SELECT registered_at AS at, 'deploy' AS kind, version AS label, NULL AS severity, NULL::uuid AS incident_id,
         NULL AS feature
       FROM models WHERE tenant = $2 AND model_id = $3 AND registered_at >= $4 AND registered_at < $5
       UNION ALL
       SELECT to_timestamp((body ->> 'changeAtMs')::double precision / 1000), 'change', title, severity,
         (SELECT j.incident_id FROM incident_findings j WHERE j.finding_id = f.finding_id), body ->> 'feature'
       FROM findings f WHERE f.kind = 'drift' AND f.model_key = $1 AND f.created_at >= $4
         AND to_timestamp((body ->> 'changeAtMs')::double precision / 1000) BETWEEN $4 AND $5
       UNION ALL
       SELECT r.ended_at, 'return', 'Over: ' || over.title, NULL, over.incident_id, r.feature
       FROM drift_recoveries r CROSS JOIN LATERAL (
         SELECT f.title, j.incident_id FROM findings f LEFT JOIN incident_findings j USING (finding_id)
         WHERE ${endsFinding} ORDER BY f.occurred_at DESC LIMIT 1) over
       WHERE r.model_key = $1 AND r.ended_at >= $4 AND r.ended_at < $5
       UNION ALL
       SELECT first_seen_at, 'incident', 'INC-' || number || ': ' || title, severity, incident_id, NULL
       FROM incidents WHERE model_key = $1 AND kind <> 'drift' AND first_seen_at >= $4 AND first_seen_at < $5
       ORDER BY at DESC LIMIT ${mostMarks}`,
      [model_key, tenant, model_id, from, until],
    );
    return rows.reverse().map(({ at, incident_id, ...mark }) => ({
      ...mark,
      at: at.toISOString(),
      incidentId: incident_id,
    }));
  }
}
