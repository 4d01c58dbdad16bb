import type { Sql } from '#database';
import { type DriftState, type PlannedChange, promoteBaseline, resetBaseline } from '#drift';
import { featureTraits } from '#features';

/** A reset or a promotion that waits: it holds from this minute on. */
export interface WaitingOrder {
  readonly orderId: string;
  readonly kind: 'reset' | 'promote';
  readonly fromMs: number;
}

/** The order of a model that is to be applied next; undefined where none waits. */
export async function nextOrder(tx: Sql, modelKey: number): Promise<WaitingOrder | undefined> {
  const [row] = await tx.rows<{ order_id: string; kind: WaitingOrder['kind']; from_at: Date }>(
    `SELECT order_id, kind, from_at FROM baseline_orders
     WHERE model_key = $1 AND kind <> 'planned' AND applied_at IS NULL ORDER BY from_at, order_id LIMIT 1`,
    [modelKey],
  );
  return row && { orderId: row.order_id, kind: row.kind, fromMs: row.from_at.getTime() };
}

/** All orders of a model wait again: it is folded from its beginning. */
export async function reopenOrders(tx: Sql, modelKey: number): Promise<void> {
  await tx.rows(
    `UPDATE baseline_orders SET applied_at = NULL, outcome = NULL WHERE model_key = $1 AND kind <> 'planned'`,
    [modelKey],
  );
}

/** The state after the order, which is noted as applied with what came of it. */
export async function applyOrder(tx: Sql, order: WaitingOrder, state: DriftState): Promise<DriftState> {
  const applied = carryOut(order, state);
  await tx.rows(`UPDATE baseline_orders SET applied_at = now(), outcome = $2 WHERE order_id = $1`, [
    order.orderId,
    applied.outcome,
  ]);
  return applied.state;
}

function carryOut({ kind }: WaitingOrder, state: DriftState) {
  if (kind === 'reset') return { state: resetBaseline(state), outcome: 'done' };
  const promoted = promoteBaseline(state, featureTraits);
  return promoted.ok ? { state: promoted.value, outcome: 'done' } : { state, outcome: promoted.error };
}

/** The planned changes of a model that are over after `sinceMs`. */
export async function plannedChanges(tx: Sql, modelKey: number, sinceMs: number): Promise<PlannedChange[]> {
  const rows = await tx.rows<{ from_at: Date; until_at: Date; note: string }>(
    `SELECT from_at, until_at, note FROM baseline_orders
     WHERE model_key = $1 AND kind = 'planned' AND until_at > $2 ORDER BY from_at, order_id`,
    [modelKey, new Date(sinceMs)],
  );
  return rows.map((row) => ({
    fromMs: row.from_at.getTime(),
    untilMs: row.until_at.getTime(),
    note: row.note,
  }));
}
