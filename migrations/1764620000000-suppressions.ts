import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules that hide findings, and every finding that one hid. */
export class Suppressions1764620000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const statements = [
  // What a suppression would have hidden: made before there is one, and kept with it.
  `CREATE TABLE suppression_backtests (
     backtest_id      uuid PRIMARY KEY,
     tenant           text NOT NULL,
     matchers         text[] NOT NULL,
     author           text NOT NULL,
     made_at          timestamptz NOT NULL,
     findings         bigint NOT NULL,
     hidden           bigint NOT NULL,
     hidden_incidents bigint NOT NULL,
     hidden_critical  bigint NOT NULL
   )`,
  // In force from approved_at on, which is created_at where nobody has to agree.
  `CREATE TABLE suppressions (
     suppression_id uuid PRIMARY KEY,
     tenant         text NOT NULL,
     matchers       text[] NOT NULL,
     reason         text NOT NULL,
     author         text NOT NULL,
     created_at     timestamptz NOT NULL,
     expires_at     timestamptz NOT NULL CHECK (expires_at > created_at),
     backtest_id    uuid NOT NULL UNIQUE REFERENCES suppression_backtests,
     critical       boolean NOT NULL,
     approved_by    text,
     approved_at    timestamptz,
     ended_by       text,
     ended_at       timestamptz,
     CHECK (approved_by IS NULL OR NOT critical OR approved_by <> author)
   )`,
  `CREATE INDEX suppressions_in_force ON suppressions (tenant, expires_at) WHERE ended_at IS NULL`,
  `CREATE TABLE suppressed_findings (
     finding_id     uuid PRIMARY KEY,
     suppression_id uuid NOT NULL REFERENCES suppressions,
     fingerprint    text NOT NULL,
     severity       text NOT NULL,
     suppressed_at  timestamptz NOT NULL DEFAULT clock_timestamp()
   )`,
  `CREATE INDEX suppressed_findings_fingerprint ON suppressed_findings (fingerprint)`,
  `CREATE INDEX suppressed_findings_suppression ON suppressed_findings (suppression_id)`,
];
