import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Drift that is over, by the analyzer's word, for alerting to resolve what it caused. */
export class DriftRecoveries1764820000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const statements = [
  // feature, score, direction, change_at: of the alarm that is over; earlier ones of the same test are over with it.
  // taken_at: when alerting looked whether an incident is over with it.
  `CREATE TABLE drift_recoveries (
     model_key   integer NOT NULL REFERENCES models,
     feature     text NOT NULL,
     score       text NOT NULL,
     direction   text NOT NULL,
     change_at   timestamptz NOT NULL,
     ended_at    timestamptz NOT NULL,
     told_at     timestamptz NOT NULL,
     recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     taken_at    timestamptz,
     PRIMARY KEY (model_key, feature, score, direction, change_at)
   )`,
  `CREATE INDEX drift_recoveries_waiting ON drift_recoveries (recorded_at) WHERE taken_at IS NULL`,
  `CREATE INDEX findings_of_drift ON findings (model_key, occurred_at) WHERE kind = 'drift'`,
];
