import { type BaselineOrder, type Database, type Sql, orderBaseline, readBaselineOrders } from '#database';
import { AppError } from '#kernel';

/** Which models are meant: one id, of a tenant, of one version or of all. */
export interface ModelChoice {
  readonly tenant: string;
  readonly model: string;
  readonly version: string | undefined;
}

interface Chosen {
  readonly modelKey: number;
  readonly version: string;
}

const newestOrders = 20;

/** The versions that took the order. All do, or none: throws where one was never watched. */
export function orderAll(
  database: Database,
  choice: ModelChoice,
  order: BaselineOrder,
  who: string,
): Promise<readonly string[]> {
  return database.transaction(async (tx) => {
    const chosen = await choose(tx, choice);
    for (const { modelKey, version } of chosen) {
      if (await orderBaseline(tx, { modelKey }, order, who)) continue;
      const message = `${choice.model} ${version} has not been watched yet: there is no baseline to change`;
      throw new AppError('cli.no-baseline', message, false);
    }
    return chosen.map(({ version }) => version);
  });
}

/** How far the baselines are, what can be seen with them, and the newest orders to them. */
export async function readBaselines(database: Database, choice: ModelChoice): Promise<readonly object[]> {
  const chosen = await choose(database, choice);
  return Promise.all(chosen.map((one) => readBaseline(database, choice.model, one)));
}

async function readBaseline(database: Database, model: string, { modelKey, version }: Chosen) {
  const [row] = await database.rows<{ summary: { baseline?: string; seen?: object[] } | null }>(
    `SELECT summary FROM drift_states WHERE model_key = $1`,
    [modelKey],
  );
  const orders = await readBaselineOrders(database, modelKey, newestOrders);
  const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  return {
    model,
    version,
    baseline: row?.summary?.baseline ?? 'none',
    seen: row?.summary?.seen ?? [],
    orders: orders.map(({ kind, fromMs, untilMs, note, who, outcome }) => ({
      kind,
      from: time(fromMs),
      until: time(untilMs),
      note,
      who,
      outcome,
    })),
  };
}

async function choose(sql: Sql, { tenant, model, version }: ModelChoice): Promise<readonly Chosen[]> {
  const rows = await sql.rows<{ model_key: number; version: string }>(
    `SELECT model_key, version FROM models
     WHERE tenant = $1 AND model_id = $2 AND ($3::text IS NULL OR version = $3) ORDER BY version`,
    [tenant, model, version],
  );
  if (rows.length === 0) {
    throw new AppError('cli.no-model', `${tenant} has no such model: ${model} ${version ?? ''}`, false);
  }
  return rows.map((row) => ({ modelKey: row.model_key, version: row.version }));
}
