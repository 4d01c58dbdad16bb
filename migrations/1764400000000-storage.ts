import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is stored for how long (ADR 5): day partitions, why a text is kept, legal holds, the job that sees to it. */
export class Storage1764400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const models = [
  // How much text is kept: evidence, that and a daily sample, or everything.
  `ALTER TABLE models ADD COLUMN retain text NOT NULL DEFAULT 'sample'
     CHECK (retain IN ('evidence', 'sample', 'all'))`,
];

/**
 * Makes a table that exists the default partition of one of its name; the storage job moves its rows to their days.
 * No foreign key to models, whose rows are never deleted: each partition that comes or goes would lock it.
 */
function partitionByDay(table: string, column: string, primaryKey: string): string[] {
  return [
    `ALTER TABLE ${table} DROP CONSTRAINT ${table}_model_key_fkey`,
    `ALTER TABLE ${table} RENAME TO ${table}_default`,
    `ALTER TABLE ${table}_default RENAME CONSTRAINT ${table}_pkey TO ${table}_default_pkey`,
    `CREATE TABLE ${table} (LIKE ${table}_default INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
       PRIMARY KEY (${primaryKey})) PARTITION BY RANGE (${column})`,
    `ALTER TABLE ${table} ATTACH PARTITION ${table}_default DEFAULT`,
  ];
}

const evidence = [
  `ALTER TABLE finding_evidence DROP CONSTRAINT finding_evidence_evidence_id_fkey`,
  `ALTER TABLE evidence DROP CONSTRAINT evidence_pkey,
     ADD COLUMN stored_on date,
     ADD COLUMN why_stored text NOT NULL DEFAULT 'flagged'
       CHECK (why_stored IN ('flagged', 'context', 'sample', 'all'))`,
  `UPDATE evidence SET stored_on = (collected_at AT TIME ZONE 'UTC')::date`,
  `ALTER TABLE evidence ALTER COLUMN stored_on SET NOT NULL, ADD PRIMARY KEY (evidence_id, stored_on)`,
  `ALTER TABLE finding_evidence ADD COLUMN stored_on date`,
  `UPDATE finding_evidence SET stored_on = e.stored_on FROM evidence e
     WHERE e.evidence_id = finding_evidence.evidence_id`,
  `ALTER TABLE finding_evidence ALTER COLUMN stored_on SET NOT NULL`,
  `CREATE INDEX finding_evidence_day ON finding_evidence (stored_on)`,
  `DROP INDEX evidence_model_time`,
  ...partitionByDay('evidence', 'stored_on', 'evidence_id, stored_on'),
  `CREATE INDEX evidence_model_time ON evidence (model_key, occurred_at)`,
  `CREATE INDEX evidence_sample ON evidence (stored_on, model_key, evidence_id) WHERE why_stored = 'sample'`,
  `CREATE INDEX evidence_actor ON evidence (actor) WHERE actor IS NOT NULL`,
  `CREATE INDEX evidence_session ON evidence (session) WHERE session IS NOT NULL`,
  `CREATE INDEX vault_entries_actor ON vault_entries (actor) WHERE actor IS NOT NULL`,
];

const counters = [
  ...partitionByDay('buckets', 'minute', 'model_key, minute, partition'),
  ...partitionByDay(
    'session_units',
    'emitted_minute',
    'model_key, emitted_minute, first_at, session_digest, partition',
  ),
  // So many of the next turns of the conversation are kept, since one before them was flagged.
  `ALTER TABLE open_sessions ADD COLUMN following smallint NOT NULL DEFAULT 0`,
];

/** Every kept row leads back to its log event and its trace. */
const traces = [
  `ALTER TABLE guardrail_results ADD COLUMN traceparent text`,
  `ALTER TABLE dead_letters ADD COLUMN traceparent text`,
];

const holds = [
  `CREATE TABLE legal_holds (
     hold_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     incident_id uuid NOT NULL REFERENCES incidents,
     reason      text NOT NULL,
     held_by     text NOT NULL,
     held_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
     released_by text,
     released_at timestamptz
   )`,
  `CREATE UNIQUE INDEX legal_holds_one_in_force ON legal_holds (incident_id) WHERE released_at IS NULL`,
  // What a hold keeps: the incident's evidence, and what else is stored of the same conversations.
  `CREATE VIEW held_evidence AS
   WITH own AS (
     SELECT h.incident_id, e.evidence_id, e.stored_on, e.model_key, e.session, e.actor, e.occurred_at
     FROM legal_holds h JOIN incident_findings USING (incident_id) JOIN finding_evidence f USING (finding_id)
       JOIN evidence e ON e.evidence_id = f.evidence_id AND e.stored_on = f.stored_on
     WHERE h.released_at IS NULL)
   SELECT incident_id, evidence_id, stored_on FROM own
   UNION
   SELECT own.incident_id, e.evidence_id, e.stored_on
   FROM own JOIN evidence e ON e.session = own.session AND e.model_key = own.model_key
   UNION
   SELECT own.incident_id, e.evidence_id, e.stored_on
   FROM own JOIN evidence e ON e.actor = own.actor AND e.model_key = own.model_key
   WHERE own.session IS NULL AND e.session IS NULL
     AND e.occurred_at BETWEEN own.occurred_at - interval '1 hour' AND own.occurred_at + interval '1 hour'`,
];

const jobs = [
  `CREATE TABLE storage_jobs (
     name        text PRIMARY KEY,
     lease_until timestamptz,
     started_at  timestamptz,
     finished_at timestamptz,
     failed_at   timestamptz,
     error       text
   )`,
  `INSERT INTO storage_jobs (name) VALUES ('partitions')`,
];

const statements = [...models, ...evidence, ...counters, ...traces, ...holds, ...jobs];
