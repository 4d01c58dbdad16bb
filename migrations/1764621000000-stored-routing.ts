import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Routing that is edited through the API, and what alerting goes by. */
export class StoredRouting1764621000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const statements = [
  // Every version stays: who let whom be told of what is a question that comes later.
  `CREATE TABLE routing_versions (
     revision  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     body      text NOT NULL,
     author    text NOT NULL,
     stored_at timestamptz NOT NULL DEFAULT clock_timestamp()
   )`,
  // One row, alerting's: it alone sees a routing file or the environment.
  `CREATE TABLE routing_in_force (
     only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
     source   text NOT NULL CHECK (source IN ('file', 'environment', 'api')),
     revision bigint,
     body     text NOT NULL,
     taken_at timestamptz NOT NULL
   )`,
];
