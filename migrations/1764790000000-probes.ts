import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What models answered to our own probes, beside their bases (ADR 32). */
export class Probes1764790000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const statements = [
  // One row a probed version. round: the one that is under way or comes next. lease: which worker has it in hand.
  `CREATE TABLE probe_states (
     model_key   integer PRIMARY KEY REFERENCES models,
     round       integer NOT NULL DEFAULT 1,
     next_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
     lease       bigint NOT NULL DEFAULT 0,
     lease_until timestamptz,
     problem     text,
     told_at     timestamptz
   )`,
  // Counts of finished rounds: the evidence is computed from them.
  `CREATE TABLE probe_rounds (
     model_key   integer NOT NULL REFERENCES probe_states,
     round       integer NOT NULL,
     finished_at timestamptz NOT NULL,
     probes      integer NOT NULL,
     pairs       integer NOT NULL,
     tuned_only  integer NOT NULL,
     base_only   integer NOT NULL,
     PRIMARY KEY (model_key, round)
   )`,
  // Verdicts and digests only: answers are text of the customer's model. Of the newest two rounds.
  `CREATE TABLE probe_results (
     model_key    integer NOT NULL REFERENCES probe_states,
     round        integer NOT NULL,
     probe_id     text NOT NULL,
     family       text NOT NULL,
     tuned        text NOT NULL CHECK (tuned IN ('answered', 'refused', 'unsure')),
     base         text NOT NULL CHECK (base IN ('answered', 'refused', 'unsure')),
     tuned_digest bytea NOT NULL,
     base_digest  bytea NOT NULL,
     asked_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (model_key, round, probe_id)
   )`,
];
