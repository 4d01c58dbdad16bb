import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How attacks work on tuned models, compared with the bases that they were tuned from (ADR 31). */
export class BaseComparisons1764795000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // comparison: BaseComparison of libs/comparison; compared_at is null until the first.
    await queryRunner.query(`CREATE TABLE base_comparisons (
      model_key   integer PRIMARY KEY REFERENCES models,
      compared_at timestamptz,
      since       timestamptz,
      comparison  jsonb
    )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
