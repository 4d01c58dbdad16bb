import { appendAudit } from './audit-log.store.js';
import type { Sql } from './database.js';

/** What may be asked of a model's baseline. */
export type BaselineOrder =
  | { readonly kind: 'reset' | 'promote'; readonly note: string }
  | { readonly kind: 'planned'; readonly note: string; readonly fromMs: number; readonly untilMs: number };

/** An order as it stands; of a planned change `untilMs` says until when. */
export interface StoredOrder {
  readonly id: number;
  readonly kind: BaselineOrder['kind'];
  readonly fromMs: number;
  readonly untilMs: number | null;
  readonly note: string;
  readonly who: string;
  readonly orderedAtMs: number;
  readonly appliedAtMs: number | null;
  /** What came of it: `done`, or why not. */
  readonly outcome: string | null;
}

/** Whose baseline an order is to. */
export interface OrderedModel {
  readonly modelKey: number;
  /** Only where the model is this tenant's; null: any. */
  readonly tenant?: string | null;
}

/**
 * Writes an order and its audit row, in the caller's transaction. A reset or a promotion holds from the first minute
 * that has not been folded. False where the model has never been folded: there is no baseline to ask anything of.
 */
export async function orderBaseline(
  tx: Sql,
  { modelKey, tenant = null }: OrderedModel,
  order: BaselineOrder,
  who: string,
): Promise<boolean> {
  const [fromMs, untilMs] = order.kind === 'planned' ? [order.fromMs, order.untilMs] : [undefined, undefined];
  const rows = await tx.rows<{ order_id: string; tenant: string; model_id: string; version: string }>(
    `WITH model AS (
       SELECT m.*, folded_through FROM models m LEFT JOIN drift_states USING (model_key)
       WHERE model_key = $1 AND ($7::text IS NULL OR tenant = $7) AND ($2 = 'planned' OR folded_through IS NOT NULL)
     ), ordered AS (
       INSERT INTO baseline_orders (model_key, kind, from_at, until_at, note, who)
       SELECT model_key, $2, coalesce($3, folded_through), $4, $5, $6 FROM model RETURNING order_id
     )
     SELECT order_id, tenant, model_id, version FROM ordered, model`,
    [modelKey, order.kind, dateOf(fromMs), dateOf(untilMs), order.note, who, tenant],
  );
  const [row] = rows;
  if (row === undefined) return false;
  const { model_id: model, version } = row;
  await appendAudit(tx, {
    tenant: row.tenant,
    who,
    action: 'baselines.write',
    subject: `model ${model}`,
    detail: { version, order: row.order_id, kind: order.kind, note: order.note },
  });
  return true;
}

function dateOf(ms: number | undefined): Date | null {
  return ms === undefined ? null : new Date(ms);
}

/** The newest orders of a model, `limit` at most, newest first. */
export async function readBaselineOrders(sql: Sql, modelKey: number, limit: number): Promise<StoredOrder[]> {
  const rows = await sql.rows<OrderRow>(
    `SELECT * FROM baseline_orders WHERE model_key = $1 ORDER BY order_id DESC LIMIT $2`,
    [modelKey, limit],
  );
  return rows.map(orderOf);
}

interface OrderRow {
  readonly order_id: string;
  readonly kind: StoredOrder['kind'];
  readonly from_at: Date;
  readonly until_at: Date | null;
  readonly note: string;
  readonly who: string;
  readonly ordered_at: Date;
  readonly applied_at: Date | null;
  readonly outcome: string | null;
}

function orderOf(row: OrderRow): StoredOrder {
  return {
    id: Number(row.order_id),
    kind: row.kind,
    fromMs: row.from_at.getTime(),
    untilMs: row.until_at?.getTime() ?? null,
    note: row.note,
    who: row.who,
    orderedAtMs: row.ordered_at.getTime(),
    appliedAtMs: row.applied_at?.getTime() ?? null,
    outcome: row.outcome,
  };
}
