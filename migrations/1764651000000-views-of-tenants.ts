import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A saved view is of the tenant of whoever saved it; null: of nobody in particular. */
export class ViewsOfTenants1764651000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE saved_views ADD COLUMN tenant text, DROP CONSTRAINT saved_views_name_key,
         ADD CONSTRAINT saved_views_one_name UNIQUE NULLS NOT DISTINCT (name, tenant)`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
