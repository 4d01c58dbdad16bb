import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each receiver's channel takes its next message, whichever process sends it. */
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
];
