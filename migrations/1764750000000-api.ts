import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tests of receivers, what the storage job goes by, and indexes of what the API asks (ADR 26). */
export class Api1764750000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const receivers = [
  // One row a channel of the receiver. It is sent once: what a try came to is what was asked for.
  `CREATE TABLE receiver_tests (
     test_id      uuid NOT NULL,
     receiver     text NOT NULL,
     channel      text NOT NULL CHECK (channel IN ('slack', 'pagerduty', 'webhook')),
     requested_by text NOT NULL,
     requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     state        text NOT NULL DEFAULT 'waiting'
       CHECK (state IN ('waiting', 'sending', 'accepted', 'refused', 'unclear')),
     status_code  integer,
     reason       text,
     started_at   timestamptz,
     finished_at  timestamptz,
     PRIMARY KEY (test_id, channel)
   )`,
  `CREATE INDEX receiver_tests_waiting ON receiver_tests (receiver, channel) WHERE state = 'waiting'`,
  `CREATE INDEX receiver_tests_newest ON receiver_tests (receiver, channel, requested_at DESC)`,
  // What each lane did last, and what it has not been able to do.
  `CREATE INDEX delivery_attempts_started ON delivery_attempts (started_at)`,
  `CREATE INDEX notifications_unsent ON notifications (receiver, channel, state) WHERE state IN ('pending', 'failed')`,
];

const storage = [
  // Only the analyzer sees how long it is told to keep things: the job leaves here what it went by.
  `ALTER TABLE storage_jobs ADD COLUMN went_by jsonb`,
];

/** Deleting an incident looks for what refers to it: without these, in every incident and every hold, once each. */
const references = [
  `CREATE INDEX incidents_merged_into ON incidents (merged_into) WHERE merged_into IS NOT NULL`,
  `CREATE INDEX legal_holds_incident ON legal_holds (incident_id)`,
];

const statements = [...receivers, ...storage, ...references];
