import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What somebody does with many incidents at once, item by item, so that it can be followed, resumed and undone. */
export class BulkJobs1764650000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const statements = [
  // tenant: the one whose incidents whoever asked may change; null: all.
  `CREATE TABLE bulk_jobs (
     job_id       uuid PRIMARY KEY,
     action       jsonb NOT NULL,
     requested_by text NOT NULL,
     tenant       text,
     requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     undoes       uuid UNIQUE REFERENCES bulk_jobs ON DELETE CASCADE,
     total        integer NOT NULL,
     lease_until  timestamptz,
     finished_at  timestamptz
   )`,
  `CREATE INDEX bulk_jobs_unfinished ON bulk_jobs (requested_at) WHERE finished_at IS NULL`,
  // was: status and assignee before, which an undo goes back to.
  `CREATE TABLE bulk_items (
     job_id      uuid NOT NULL REFERENCES bulk_jobs ON DELETE CASCADE,
     place       integer NOT NULL,
     incident_id uuid NOT NULL,
     state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'refused')),
     was         jsonb,
     refusal     text,
     PRIMARY KEY (job_id, place)
   )`,
  `CREATE INDEX bulk_items_waiting ON bulk_items (job_id, place) WHERE state = 'waiting'`,
];
