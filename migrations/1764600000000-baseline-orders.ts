import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // What somebody asked of a model's baseline. from_at: minutes from it on are folded after the order; of a planned
  // change, with until_at, when it is made. outcome: what came of it, by the worker.
  `CREATE TABLE baseline_orders (
     order_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     model_key  integer NOT NULL REFERENCES models,
     kind       text NOT NULL CHECK (kind IN ('reset', 'promote', 'planned')),
     from_at    timestamptz NOT NULL,
     until_at   timestamptz,
     note       text NOT NULL,
     who        text NOT NULL,
     ordered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     applied_at timestamptz,
     outcome    text,
     CHECK ((kind = 'planned') = (until_at IS NOT NULL))
   )`,
  `CREATE INDEX baseline_orders_model ON baseline_orders (model_key, from_at)`,
];

/** Orders to baselines: reset, promotion, planned changes. */
export class BaselineOrders1764600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
