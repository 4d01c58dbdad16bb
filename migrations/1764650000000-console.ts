import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the console asks of the list of incidents (ADR 18): its order, its search, its changes; and saved views. */
export class Console1764650000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const incidents = [
  `ALTER TABLE incidents
     ADD COLUMN severity_rank smallint NOT NULL GENERATED ALWAYS AS (
       CASE severity WHEN 'critical' THEN 5 WHEN 'high' THEN 4 WHEN 'medium' THEN 3 WHEN 'low' THEN 2 ELSE 1 END) STORED,
     ADD COLUMN search tsvector NOT NULL GENERATED ALWAYS AS (
       to_tsvector('simple', title || ' ' || reason || ' ' || family)) STORED,
     ADD COLUMN changed_at timestamptz NOT NULL DEFAULT clock_timestamp()`,
  // The order of triage, for what is not resolved and for everything.
  `CREATE INDEX incidents_triage ON incidents (severity_rank DESC, last_seen_at DESC, incident_id DESC)
     WHERE status <> 'resolved'`,
  `CREATE INDEX incidents_ranked ON incidents (severity_rank DESC, last_seen_at DESC, incident_id DESC)`,
  `CREATE INDEX incidents_of_model ON incidents (model_key, severity_rank DESC, last_seen_at DESC, incident_id DESC)`,
  `CREATE INDEX incidents_search ON incidents USING gin (search)`,
  `CREATE INDEX incidents_changed ON incidents (changed_at)`,
  // The way back, from an actor's evidence to the incidents that it is of.
  `CREATE INDEX finding_evidence_evidence ON finding_evidence (evidence_id)`,
];

const changes = [
  `CREATE FUNCTION note_incident_change() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       NEW.changed_at := clock_timestamp();
       RETURN NEW;
     END $$`,
  `CREATE TRIGGER incidents_note_change BEFORE UPDATE ON incidents
     FOR EACH ROW EXECUTE FUNCTION note_incident_change()`,
];

const views = [
  `CREATE TABLE saved_views (
     view_id    uuid PRIMARY KEY,
     name       text NOT NULL UNIQUE,
     query      text NOT NULL,
     saved_by   text NOT NULL,
     saved_at   timestamptz NOT NULL DEFAULT clock_timestamp()
   )`,
];

const statements = [...incidents, ...changes, ...views];
