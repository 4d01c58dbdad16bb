import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What many messages show: state of actors and models by partition, flagged asks and campaigns; a list of signals. */
export class Signals1764660000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

/** Written with the position of their partition, so that a kill loses nothing and repeats nothing. */
const correlation = [
  // last_offset: the masked record that touched the actor last; the order in which actors are forgotten.
  `CREATE TABLE actor_states (
     topic       text NOT NULL,
     partition   integer NOT NULL,
     actor_digest bytea NOT NULL,
     last_offset bigint NOT NULL,
     state       jsonb NOT NULL,
     PRIMARY KEY (topic, partition, actor_digest)
   )`,
  // What is usual of a model among its actors of this partition.
  `CREATE TABLE model_peers (
     topic     text NOT NULL,
     partition integer NOT NULL,
     model_key integer NOT NULL REFERENCES models,
     peers     jsonb NOT NULL,
     PRIMARY KEY (topic, partition, model_key)
   )`,
  // Event time that the states of actors have been brought to; epoch: none yet.
  `ALTER TABLE partition_positions ADD COLUMN actors_at timestamptz NOT NULL DEFAULT to_timestamp(0)`,
];

const campaigns = [
  // Flagged asks that wait to be compared with those of other partitions; numbers only.
  `CREATE TABLE flagged_asks (
     tenant       text NOT NULL,
     fold_minute  timestamptz NOT NULL,
     evidence_id  uuid NOT NULL,
     asked_at     timestamptz NOT NULL,
     model_key    integer NOT NULL REFERENCES models,
     actor_digest bytea NOT NULL,
     ask          jsonb NOT NULL,
     PRIMARY KEY (tenant, fold_minute, evidence_id)
   )`,
  `CREATE INDEX flagged_asks_actor ON flagged_asks (actor_digest)`,
  `CREATE TABLE campaign_states (
     tenant     text PRIMARY KEY,
     clusters   jsonb NOT NULL DEFAULT '[]',
     updated_at timestamptz NOT NULL DEFAULT now()
   )`,
];

/** Known attacks that go through the whole path every minute; counted nowhere else. */
const canaries = [
  `CREATE TABLE canary_runs (
     minute     timestamptz NOT NULL,
     family     text NOT NULL,
     sent_at    timestamptz NOT NULL,
     arrived_at timestamptz,
     found      boolean,
     judged     boolean NOT NULL DEFAULT false,
     PRIMARY KEY (minute, family)
   )`,
];

const signals = [
  // From which score on a model's interactions are flagged; null: the shipped threshold.
  `ALTER TABLE models ADD COLUMN flag_threshold double precision CHECK (flag_threshold BETWEEN 0 AND 1)`,
  `CREATE INDEX evidence_flagged ON evidence (occurred_at DESC, evidence_id DESC) WHERE why_stored = 'flagged'`,
];

const statements = [...correlation, ...campaigns, ...canaries, ...signals];
