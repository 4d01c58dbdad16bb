import type { DetectorFacts, ModelFacts, SummaryWeek, WeekCounts } from '#contracts';
import type { Sql } from '../database.js';

/** A model without its shifts. */
export type CountedModel = Omit<ModelFacts, 'shifts'>;

interface CountRow {
  readonly model_key: number;
  readonly model_id: string;
  readonly version: string;
  readonly registered_at: Date;
  readonly first_minute: Date;
  readonly week: number;
  readonly interactions: string;
  readonly refusals: string;
  readonly attacks: string;
  readonly succeeded: string;
}

/** Every model and version of a tenant that had traffic in the eight weeks, with what was counted in each. */
export async function readSummaryModels(
  sql: Sql,
  tenant: string,
  week: SummaryWeek,
): Promise<readonly CountedModel[]> {
  const starts = week.startsMs.map((ms) => new Date(ms));
  const rows = await sql.rows<CountRow>(
    `SELECT m.model_key, m.model_id, m.version, m.registered_at, min(b.minute) AS first_minute,
       width_bucket(b.minute, $2::timestamptz[]) AS week, sum(b.interactions) AS interactions,
       sum(b.refusals) AS refusals, sum(b.attacks) AS attacks, sum(b.complied + b.leaked) AS succeeded
     FROM buckets b JOIN models m USING (model_key)
     WHERE m.tenant = $1 AND b.minute >= $3 AND b.minute < $4
     GROUP BY m.model_key, m.model_id, m.version, m.registered_at, 6`,
    [tenant, starts, starts[0], new Date(week.untilMs)],
  );
  const detectors = await readDetectors(sql, tenant);
  const byModel = Map.groupBy(rows, (row) => row.model_key);
  return [...byModel].map(([key, weeks]) => ({
    key,
    id: weeks[0]!.model_id,
    version: weeks[0]!.version,
    firstSeenMs: firstSeenMs(weeks),
    weeks: week.startsMs.map((_, i) => countsOf(weeks.find((row) => row.week === i + 1))),
    detector: detectors.get(key) ?? unwatched,
  }));
}

/** History that was counted may be older than the model's registration, and its registration than these weeks. */
function firstSeenMs(rows: readonly CountRow[]): number {
  const registered = rows[0]!.registered_at.getTime();
  return Math.min(registered, ...rows.map(({ first_minute }) => first_minute.getTime()));
}

function countsOf(row: CountRow | undefined): WeekCounts {
  return {
    interactions: Number(row?.interactions ?? 0),
    refusals: Number(row?.refusals ?? 0),
    attacks: Number(row?.attacks ?? 0),
    succeeded: Number(row?.succeeded ?? 0),
  };
}

const unwatched: DetectorFacts = {
  phase: 'waiting',
  baselineUntilMs: undefined,
  refusalBaseline: undefined,
};

interface DriftTestSummary {
  /** `trailing`: held against the week before, not the baseline. */
  readonly clock?: string;
  readonly feature: string;
  readonly score: string;
  readonly p: number;
}

/** What the drift worker leaves in `drift_states.summary`, as far as it matters here. */
interface DriftSummary {
  readonly phase: 'collecting' | 'watching';
  readonly baselineUntilMs: number | null;
  readonly tests?: readonly DriftTestSummary[];
}

async function readDetectors(sql: Sql, tenant: string): Promise<ReadonlyMap<number, DetectorFacts>> {
  const rows = await sql.rows<{ model_key: number; summary: DriftSummary }>(
    `SELECT model_key, summary FROM drift_states JOIN models USING (model_key)
     WHERE tenant = $1 AND summary IS NOT NULL`,
    [tenant],
  );
  return new Map(
    rows.map(({ model_key, summary }) => [
      model_key,
      {
        phase: summary.phase,
        baselineUntilMs: summary.baselineUntilMs ?? undefined,
        refusalBaseline: summary.tests?.find(isRefusalRate)?.p,
      },
    ]),
  );
}

function isRefusalRate({ clock, feature, score }: DriftTestSummary): boolean {
  return feature === 'refusal' && score !== 'any' && clock !== 'trailing';
}
