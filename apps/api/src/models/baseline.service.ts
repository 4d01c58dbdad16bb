import { type BaselineOrder, type Database, orderBaseline, readBaselineOrders } from '#database';
import { type Result, err, ok } from '#kernel';
import type { Login } from '../auth/login.js';
import type { Baseline, BaselineOrderRequest, Clock } from './baseline.schema.js';
import type { DriftSummary } from './models.query.js';

const newestOrders = 100;

/** The part of the drift worker's summary that the baseline is told from. */
interface StoredSummary extends DriftSummary, Pick<Baseline, 'unseen'> {
  readonly tests?: readonly WatchingTest[];
}

interface WatchingTest {
  readonly clock: Clock;
  readonly feature: string;
}

/** Reads baselines of models and takes orders to them. */
export class BaselineService {
  constructor(private readonly database: Database) {}

  /** Undefined where there is no such model. */
  async read(modelKey: number, { tenant }: Login): Promise<Baseline | undefined> {
    const [row] = await this.database.rows<{ summary: StoredSummary | null }>(
      `SELECT summary FROM models LEFT JOIN drift_states USING (model_key)
       WHERE model_key = $1 AND ($2::text IS NULL OR tenant = $2)`,
      [modelKey, tenant],
    );
    if (row === undefined) return undefined;
    const orders = await readBaselineOrders(this.database, modelKey, newestOrders);
    return {
      baseline: row.summary?.baseline ?? 'none',
      from: timeOf(row.summary?.baselineFromMs),
      until: timeOf(row.summary?.baselineUntilMs),
      clocks: clocksOf(row.summary?.tests ?? []),
      seen: [...(row.summary?.seen ?? [])],
      unseen: row.summary?.unseen ?? [],
      orders: orders.map(({ fromMs, untilMs, orderedAtMs, appliedAtMs, ...order }) => ({
        ...order,
        from: new Date(fromMs).toISOString(),
        until: timeOf(untilMs),
        orderedAt: new Date(orderedAtMs).toISOString(),
        appliedAt: timeOf(appliedAtMs),
      })),
    };
  }

  /** Takes an order, with its audit row. It is carried out with the next fold of the model. */
  async order(
    modelKey: number,
    request: BaselineOrderRequest,
    login: Login,
  ): Promise<Result<Baseline, 'no-model' | 'no-baseline'>> {
    const taken = await this.database.transaction((tx) =>
      orderBaseline(tx, { modelKey, tenant: login.tenant }, orderOf(request), login.who),
    );
    const baseline = await this.read(modelKey, login);
    if (baseline === undefined) return err('no-model');
    return taken ? ok(baseline) : err('no-baseline');
  }
}

/** The clocks of each feature, each once: a feature has several tests. */
function clocksOf(tests: readonly WatchingTest[]): Record<string, Clock[]> {
  const features = Map.groupBy(tests, ({ feature }) => feature);
  return Object.fromEntries(
    [...features].map(([feature, ofFeature]) => [feature, [...new Set(ofFeature.map(({ clock }) => clock))]]),
  );
}

function orderOf(request: BaselineOrderRequest): BaselineOrder {
  if (request.kind !== 'planned') return request;
  const { kind, note, from, until } = request;
  return { kind, note, fromMs: Date.parse(from), untilMs: Date.parse(until) };
}

function timeOf(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString();
}
