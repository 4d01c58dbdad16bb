import type { BaseComparison } from '#comparison';
import { watchdogTenant } from '#contracts';
import type { Database, RetainMode } from '#database';
import { z } from 'zod';
import type { Login } from '../auth/login.js';
import { pageOfRows, readCursor } from '../http/cursor.js';
import type { Model, modelQuerySchema, visibilitySchema } from './model.schema.js';

const placeSchema = z.tuple([z.string(), z.string(), z.string(), z.int32()]);

interface ModelRow {
  readonly model_key: number;
  readonly tenant: string;
  readonly model_id: string;
  readonly version: string;
  readonly kind: 'tuned' | 'base';
  readonly base_model: string | null;
  readonly comparison: BaseComparison | null;
  readonly registered_at: Date;
  readonly last_minute: Date | null;
  readonly interactions: string | null;
  readonly attacks: string | null;
  readonly succeeded: string | null;
  readonly refusals: string | null;
  readonly summary: DriftSummary | null;
  readonly open_incidents: string;
  readonly retain: RetainMode;
}

/** What the drift worker leaves for the API; a build before this one left less. */
export interface DriftSummary {
  readonly phase: 'collecting' | 'watching';
  readonly sessions: number;
  readonly baselineFromMs: number | null;
  readonly baselineUntilMs: number | null;
  readonly baseline?: 'learning' | 'provisional' | 'settled';
  readonly seen?: readonly z.infer<typeof visibilitySchema>[];
}

/** Reads the list of models. */
export class ModelsQuery {
  constructor(private readonly database: Database) {}

  async page(
    { limit, cursor }: z.infer<typeof modelQuerySchema>,
    { tenant }: Login,
  ): Promise<{ items: Model[]; next: string | null }> {
    const nowMs = Date.now();
    const after = readCursor(cursor, placeSchema) ?? [null, null, null, null];
    const rows = await this.database.rows<ModelRow>(
      `SELECT m.*, d.summary, day.*, CASE WHEN m.base_model IS NOT NULL THEN c.comparison END AS comparison,
         coalesce(day.last, (SELECT max(minute) FROM buckets b WHERE b.model_key = m.model_key)) AS last_minute,
         (SELECT count(*) FROM incidents i WHERE i.model_key = m.model_key AND i.status <> 'resolved') AS open_incidents
       FROM models m LEFT JOIN drift_states d USING (model_key) LEFT JOIN base_comparisons c USING (model_key)
         LEFT JOIN LATERAL (
           SELECT sum(interactions) AS interactions, sum(attacks) AS attacks, sum(complied + leaked) AS succeeded,
             sum(refusals) AS refusals, max(minute) AS last
           FROM buckets b WHERE b.model_key = m.model_key AND minute > $6) day ON true
       WHERE ($1::text IS NULL OR (m.tenant, m.model_id, m.version, m.model_key) > ($1, $2::text, $3::text, $4::int))
         AND CASE WHEN $7::text IS NULL THEN m.tenant <> $8 ELSE m.tenant = $7 END
       ORDER BY m.tenant, m.model_id, m.version, m.model_key LIMIT $5`,
      [...after, limit + 1, new Date(nowMs - 24 * 3_600_000), tenant, watchdogTenant],
    );
    return pageOfRows(rows, limit, {
      item: (row) => modelOf(row, nowMs),
      place: (row) => [row.tenant, row.model_id, row.version, row.model_key],
    });
  }
}

function modelOf(row: ModelRow, nowMs: number): Model {
  return {
    key: row.model_key,
    tenant: row.tenant,
    id: row.model_id,
    version: row.version,
    kind: row.kind,
    base: row.base_model,
    againstBase: row.comparison && { verdict: row.comparison.verdict, ratio: row.comparison.ratio },
    registeredAt: row.registered_at.toISOString(),
    lastSeenAt: row.last_minute?.toISOString() ?? null,
    day: {
      interactions: Number(row.interactions ?? 0),
      attacks: Number(row.attacks ?? 0),
      succeeded: Number(row.succeeded ?? 0),
      refusals: Number(row.refusals ?? 0),
    },
    drift: driftOf(row.summary, nowMs),
    openIncidents: Number(row.open_incidents),
    retain: row.retain,
  };
}

function driftOf(summary: DriftSummary | null, nowMs: number): Model['drift'] {
  const { phase = 'waiting', sessions = 0, baselineFromMs = null, baselineUntilMs = null } = summary ?? {};
  const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  return {
    phase,
    sessions,
    baselineFrom: time(baselineFromMs),
    baselineUntil: time(baselineUntilMs),
    baselineShare: shareOf(baselineFromMs, baselineUntilMs, nowMs),
    baseline: summary?.baseline ?? 'none',
    refusals:
      summary?.seen?.find(({ feature, direction }) => feature === 'refusal' && direction === 'up') ?? null,
  };
}

function shareOf(fromMs: number | null, untilMs: number | null, nowMs: number): number {
  if (fromMs === null || untilMs === null) return 0;
  return Math.min(1, Math.max(0, (nowMs - fromMs) / (untilMs - fromMs)));
}
