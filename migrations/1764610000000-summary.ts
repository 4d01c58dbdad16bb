import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Weekly summaries, which never change once they are made, and the messages that tell of them (ADR 13). */
export class Summary1764610000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const statements = [
  // Both as UTF-8: the JSON for scripts, the page for people. bytea, so that they stay the same bytes.
  `CREATE TABLE summaries (
     tenant   text NOT NULL,
     week     text NOT NULL CHECK (week ~ '^[0-9]{4}-W[0-9]{2}$'),
     headline text NOT NULL,
     from_at  timestamptz NOT NULL,
     until_at timestamptz NOT NULL,
     made_at  timestamptz NOT NULL CHECK (made_at >= until_at),
     made_by  text NOT NULL,
     document bytea NOT NULL,
     page     bytea NOT NULL,
     PRIMARY KEY (tenant, week)
   )`,
  `CREATE FUNCTION refuse_summary_change() RETURNS trigger LANGUAGE plpgsql AS
   $$ BEGIN RAISE EXCEPTION 'a row of % never changes', TG_TABLE_NAME; END $$`,
  `CREATE TRIGGER summaries_are_frozen BEFORE UPDATE ON summaries
     FOR EACH ROW EXECUTE FUNCTION refuse_summary_change()`,
  // One message a summary: posted once, then done. Claimed like notifications, by a lease and a fencing token.
  `CREATE TABLE summary_posts (
     tenant        text NOT NULL,
     week          text NOT NULL,
     state         text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'failed')),
     owed_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
     due_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
     attempts      integer NOT NULL DEFAULT 0,
     fencing_token bigint NOT NULL DEFAULT 0,
     lease_until   timestamptz,
     provider_ref  jsonb,
     last_reason   text,
     PRIMARY KEY (tenant, week),
     FOREIGN KEY (tenant, week) REFERENCES summaries ON DELETE CASCADE
   )`,
  `CREATE INDEX summary_posts_due ON summary_posts (due_at) WHERE state = 'pending'`,
];
