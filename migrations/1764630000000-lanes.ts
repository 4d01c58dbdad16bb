import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each receiver's channel takes its next message, whichever process sends it; which versions people know of. */
export class Lanes1764630000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const statements = [
  `CREATE TABLE lanes (
     receiver text NOT NULL,
     channel  text NOT NULL,
     open_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (receiver, channel)
   )`,
  // null: PagerDuty is still to be told that the version went live. What is there already is no news.
  `ALTER TABLE models ADD COLUMN announced_at timestamptz`,
  `UPDATE models SET announced_at = clock_timestamp()`,
];
