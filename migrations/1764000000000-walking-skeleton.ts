import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first schema: registry, positions, counters, sessions, evidence, findings, incidents, notifications, access. */
export class WalkingSkeleton1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const registry = [
  `CREATE TABLE models (
     model_key     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     tenant        text NOT NULL,
     model_id      text NOT NULL,
     version       text NOT NULL,
     kind          text NOT NULL CHECK (kind IN ('tuned', 'base')),
     base_model    text,
     registered_at timestamptz NOT NULL DEFAULT now(),
     UNIQUE (tenant, model_id, version)
   )`,
];

/** What the analyzer commits with every flush, so that a kill loses nothing and repeats nothing. */
const scan = [
  // next_offset: the masked offset to read next. watermark_at: event time up to which the partition is complete.
  `CREATE TABLE partition_positions (
     topic        text NOT NULL,
     partition    integer NOT NULL,
     next_offset  bigint NOT NULL,
     watermark_at timestamptz NOT NULL,
     updated_at   timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (topic, partition)
   )`,
  `CREATE TABLE source_positions (
     topic            text NOT NULL,
     partition        integer NOT NULL,
     source_topic     text NOT NULL,
     source_partition integer NOT NULL,
     last_offset      bigint NOT NULL,
     PRIMARY KEY (topic, partition, source_topic, source_partition)
   )`,
  // Ids of the last ten minutes: catches a producer that logs one interaction twice.
  `CREATE TABLE recent_interactions (
     topic     text NOT NULL,
     partition integer NOT NULL,
     digest    bytea NOT NULL,
     seen_at   timestamptz NOT NULL,
     PRIMARY KEY (topic, partition, digest)
   )`,
  `CREATE INDEX recent_interactions_seen_at ON recent_interactions (seen_at)`,
  `CREATE TABLE buckets (
     model_key      integer NOT NULL REFERENCES models,
     minute         timestamptz NOT NULL,
     partition      integer NOT NULL,
     interactions   bigint NOT NULL,
     attacks        bigint NOT NULL,
     refusals       bigint NOT NULL,
     refused        bigint NOT NULL,
     partial        bigint NOT NULL,
     complied       bigint NOT NULL,
     leaked         bigint NOT NULL,
     errors         bigint NOT NULL,
     duplicates     bigint NOT NULL,
     input_tokens   bigint NOT NULL,
     output_tokens  bigint NOT NULL,
     response_chars bigint NOT NULL,
     latency_ms     double precision NOT NULL,
     latency_count  bigint NOT NULL,
     PRIMARY KEY (model_key, minute, partition)
   )`,
  `CREATE TABLE open_sessions (
     topic          text NOT NULL,
     partition      integer NOT NULL,
     model_key      integer NOT NULL REFERENCES models,
     session_digest bytea NOT NULL,
     last_at        timestamptz NOT NULL,
     state          jsonb NOT NULL,
     PRIMARY KEY (topic, partition, model_key, session_digest)
   )`,
  // A session's evidence for the drift test; emitted_minute is a function of the data alone.
  `CREATE TABLE session_units (
     model_key      integer NOT NULL REFERENCES models,
     emitted_minute timestamptz NOT NULL,
     first_at       timestamptz NOT NULL,
     session_digest bytea NOT NULL,
     partition      integer NOT NULL,
     unit           jsonb NOT NULL,
     PRIMARY KEY (model_key, emitted_minute, first_at, session_digest, partition)
   )`,
  `CREATE TABLE history_imports (
     digest       bytea PRIMARY KEY,
     imported_at  timestamptz NOT NULL DEFAULT now(),
     interactions bigint NOT NULL
   )`,
];

const detection = [
  // body: the masked interaction as UTF-8 JSON. bytea, since jsonb refuses what a log may hold.
  `CREATE TABLE evidence (
     evidence_id      uuid PRIMARY KEY,
     model_key        integer NOT NULL REFERENCES models,
     interaction_id   text NOT NULL,
     actor            text,
     session          text,
     occurred_at      timestamptz NOT NULL,
     collected_at     timestamptz NOT NULL,
     analyzed_at      timestamptz NOT NULL,
     outcome          text NOT NULL,
     signal           jsonb NOT NULL,
     body             bytea NOT NULL,
     source_topic     text NOT NULL,
     source_partition integer NOT NULL,
     source_offset    bigint NOT NULL,
     masked_topic     text NOT NULL,
     masked_partition integer NOT NULL,
     masked_offset    bigint NOT NULL,
     traceparent      text
   )`,
  `CREATE INDEX evidence_model_time ON evidence (model_key, occurred_at)`,
  `CREATE TABLE drift_states (
     model_key      integer PRIMARY KEY REFERENCES models,
     folded_through timestamptz,
     phase          text NOT NULL DEFAULT 'collecting',
     state          bytea,
     summary        jsonb,
     updated_at     timestamptz NOT NULL DEFAULT now()
   )`,
  // An outbox: relayed_at is set once Kafka has acknowledged the finding.
  `CREATE TABLE findings (
     finding_id  uuid PRIMARY KEY,
     kind        text NOT NULL,
     tenant      text NOT NULL,
     model_key   integer NOT NULL REFERENCES models,
     severity    text NOT NULL,
     fingerprint text NOT NULL,
     title       text NOT NULL,
     occurred_at timestamptz NOT NULL,
     created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
     relayed_at  timestamptz,
     body        jsonb NOT NULL
   )`,
  `CREATE INDEX findings_unrelayed ON findings (created_at) WHERE relayed_at IS NULL`,
  `CREATE INDEX findings_newest ON findings (created_at DESC, finding_id)`,
  `CREATE TABLE finding_evidence (
     finding_id  uuid NOT NULL REFERENCES findings ON DELETE CASCADE,
     evidence_id uuid NOT NULL REFERENCES evidence ON DELETE CASCADE,
     PRIMARY KEY (finding_id, evidence_id)
   )`,
];

const alerting = [
  `CREATE TABLE incidents (
     incident_id   uuid PRIMARY KEY,
     number        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
     tenant        text NOT NULL,
     model_key     integer NOT NULL REFERENCES models,
     fingerprint   text NOT NULL,
     kind          text NOT NULL,
     family        text NOT NULL,
     severity      text NOT NULL,
     status        text NOT NULL CHECK (status IN ('open', 'acknowledged', 'resolved')),
     outcome       text,
     title         text NOT NULL,
     reason        text NOT NULL,
     finding_count bigint NOT NULL,
     first_seen_at timestamptz NOT NULL,
     last_seen_at  timestamptz NOT NULL,
     opened_at     timestamptz NOT NULL,
     resolved_at   timestamptz,
     revision      bigint NOT NULL,
     traceparent   text
   )`,
  `CREATE UNIQUE INDEX incidents_one_unresolved ON incidents (fingerprint) WHERE status <> 'resolved'`,
  `CREATE INDEX incidents_newest ON incidents (last_seen_at DESC, incident_id)`,
  // Primary key on the finding alone: the inbox. A finding delivered twice joins once.
  `CREATE TABLE incident_findings (
     finding_id  uuid PRIMARY KEY,
     incident_id uuid NOT NULL REFERENCES incidents ON DELETE CASCADE,
     joined_at   timestamptz NOT NULL DEFAULT clock_timestamp()
   )`,
  `CREATE INDEX incident_findings_incident ON incident_findings (incident_id, joined_at)`,
  `CREATE TABLE incident_timeline (
     entry_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     incident_id uuid NOT NULL REFERENCES incidents ON DELETE CASCADE,
     at          timestamptz NOT NULL,
     event       text NOT NULL,
     who         text NOT NULL,
     door        text NOT NULL,
     detail      jsonb NOT NULL DEFAULT '{}'
   )`,
  `CREATE INDEX incident_timeline_incident ON incident_timeline (incident_id, at)`,
  // One message owed to one channel about one incident. Delivered when delivered_revision = wanted_revision.
  `CREATE TABLE notifications (
     notification_id    uuid PRIMARY KEY,
     incident_id        uuid NOT NULL REFERENCES incidents ON DELETE CASCADE,
     channel            text NOT NULL CHECK (channel IN ('slack', 'pagerduty')),
     state              text NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
     wanted_revision    bigint NOT NULL,
     delivered_revision bigint NOT NULL DEFAULT 0,
     provider_ref       jsonb,
     attempts           integer NOT NULL DEFAULT 0,
     due_at             timestamptz NOT NULL,
     fencing_token      bigint NOT NULL DEFAULT 0,
     lease_until        timestamptz,
     last_reason        text,
     traceparent        text,
     UNIQUE (incident_id, channel)
   )`,
  `CREATE INDEX notifications_due ON notifications (due_at) WHERE state = 'pending'`,
  `CREATE TABLE delivery_attempts (
     attempt_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     notification_id uuid NOT NULL REFERENCES notifications ON DELETE CASCADE,
     attempt         integer NOT NULL,
     action          text NOT NULL,
     revision        bigint NOT NULL,
     fencing_token   bigint NOT NULL,
     outcome         text NOT NULL CHECK (outcome IN ('started', 'accepted', 'retry', 'failed')),
     status_code     integer,
     reason          text,
     started_at      timestamptz NOT NULL,
     finished_at     timestamptz,
     traceparent     text
   )`,
  `CREATE INDEX delivery_attempts_notification ON delivery_attempts (notification_id, attempt)`,
];

const access = [
  `CREATE TABLE login_links (
     token_digest bytea PRIMARY KEY,
     role         text NOT NULL,
     expires_at   timestamptz NOT NULL,
     used_at      timestamptz
   )`,
  `CREATE TABLE login_sessions (
     token_digest bytea PRIMARY KEY,
     role         text NOT NULL,
     created_at   timestamptz NOT NULL DEFAULT now(),
     expires_at   timestamptz NOT NULL
   )`,
];

const statements = [...registry, ...scan, ...detection, ...alerting, ...access];
