import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What ingest of every format needs: records of one message, dead letters, stopped topics, guardrails, the vault. */
export class Ingest1764300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

/** One message of a source topic may hold many records: their place in it is part of where they stand. */
const places = [
  `ALTER TABLE source_positions ADD COLUMN last_index integer NOT NULL DEFAULT 0`,
  `ALTER TABLE evidence ADD COLUMN source_index integer NOT NULL DEFAULT 0`,
  // Messages of the last day that were scanned: a conversation that is logged anew with every turn counts each once.
  `CREATE TABLE seen_messages (
     topic     text NOT NULL,
     partition integer NOT NULL,
     digest    bytea NOT NULL,
     seen_at   timestamptz NOT NULL,
     PRIMARY KEY (topic, partition, digest)
   )`,
  `CREATE INDEX seen_messages_seen_at ON seen_messages (topic, partition, seen_at)`,
];

/** What concerns no one model: a topic that is not read. */
const coverage = [
  `ALTER TABLE findings ALTER COLUMN model_key DROP NOT NULL`,
  `ALTER TABLE incidents ALTER COLUMN model_key DROP NOT NULL`,
  `CREATE TABLE stopped_topics (
     topic        text PRIMARY KEY,
     stopped_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
     dead_letters integer NOT NULL,
     messages     integer NOT NULL
   )`,
];

const partitioned = [
  // The list of what is in the dead-letter topic. head: the masked beginning, null where it is no text.
  `CREATE TABLE dead_letters (
     dlq_partition    integer NOT NULL,
     dlq_offset       bigint NOT NULL,
     received_on      date NOT NULL,
     failed_at        timestamptz NOT NULL,
     first_failed_at  timestamptz NOT NULL,
     source_topic     text NOT NULL,
     source_partition integer NOT NULL,
     source_offset    bigint NOT NULL,
     stage            text NOT NULL,
     code             text NOT NULL,
     message          text NOT NULL,
     attempts         integer NOT NULL,
     bytes            integer NOT NULL,
     head             text,
     redriven_at      timestamptz,
     PRIMARY KEY (dlq_partition, dlq_offset, received_on)
   ) PARTITION BY RANGE (received_on)`,
  `CREATE TABLE dead_letters_default PARTITION OF dead_letters DEFAULT`,
  `CREATE INDEX dead_letters_newest ON dead_letters (failed_at DESC, dlq_partition, dlq_offset DESC)`,
  // Verdicts of upstream guardrails that were logged apart from their interaction.
  `CREATE TABLE guardrail_results (
     interaction_id   text NOT NULL,
     tenant           text NOT NULL,
     policy           text NOT NULL,
     verdict          text NOT NULL,
     score            double precision,
     source_topic     text NOT NULL,
     source_partition integer NOT NULL,
     source_offset    bigint NOT NULL,
     source_index     integer NOT NULL,
     place            integer NOT NULL,
     stored_on        date NOT NULL,
     PRIMARY KEY (source_topic, source_partition, source_offset, source_index, place, stored_on)
   ) PARTITION BY RANGE (stored_on)`,
  `CREATE TABLE guardrail_results_default PARTITION OF guardrail_results DEFAULT`,
  `CREATE INDEX guardrail_results_interaction ON guardrail_results (tenant, interaction_id)`,
  // The original of an evidence row, sealed under the tenant's vault key; only where a tenant wants it.
  `CREATE TABLE vault_entries (
     evidence_id uuid NOT NULL,
     stored_on   date NOT NULL,
     tenant      text NOT NULL,
     actor       text,
     sealed      bytea NOT NULL,
     PRIMARY KEY (evidence_id, stored_on)
   ) PARTITION BY RANGE (stored_on)`,
  `CREATE TABLE vault_entries_default PARTITION OF vault_entries DEFAULT`,
];

const audit = [
  `CREATE TABLE audit_log (
     entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     at       timestamptz NOT NULL DEFAULT clock_timestamp(),
     who      text NOT NULL,
     action   text NOT NULL,
     subject  text NOT NULL,
     detail   jsonb NOT NULL DEFAULT '{}'
   )`,
];

const statements = [...places, ...coverage, ...partitioned, ...audit];
