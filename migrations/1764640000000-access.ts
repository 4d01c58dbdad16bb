import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may come in, as what and for which tenant (ADR 16), and the audit log as a chain (ADR 17). */
export class Access1764640000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

/** A tenant that is null stands for all of them. */
const people = [
  // role null: nobody gave this person one, so they may not come in. role_from: who has the last word on it.
  `CREATE TABLE people (
     person_id     uuid PRIMARY KEY,
     issuer        text NOT NULL,
     subject       text NOT NULL,
     name          text NOT NULL,
     email         text,
     role          text CHECK (role IN ('viewer', 'analyst', 'lead', 'admin')),
     tenant        text,
     role_from     text NOT NULL DEFAULT 'groups' CHECK (role_from IN ('groups', 'admin')),
     disabled      boolean NOT NULL DEFAULT false,
     revision      bigint NOT NULL DEFAULT 1,
     created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
     last_login_at timestamptz,
     UNIQUE (issuer, subject)
   )`,
  `CREATE TABLE api_tokens (
     token_id     uuid PRIMARY KEY,
     prefix       text NOT NULL UNIQUE,
     digest       bytea NOT NULL,
     name         text NOT NULL,
     tenant       text,
     scopes       text[] NOT NULL,
     created_by   text NOT NULL,
     created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
     expires_at   timestamptz NOT NULL,
     last_used_at timestamptz,
     revoked_at   timestamptz,
     revoked_by   text
   )`,
  `CREATE INDEX api_tokens_newest ON api_tokens (created_at DESC, token_id)`,
];

const logins = [
  `ALTER TABLE login_links ADD COLUMN tenant text`,
  // Of a session of a person the role stands in their row: what an admin changes holds from the next call on.
  `ALTER TABLE login_sessions
     ALTER COLUMN role DROP NOT NULL,
     ADD COLUMN session_id uuid NOT NULL DEFAULT gen_random_uuid(),
     ADD COLUMN tenant text,
     ADD COLUMN person_id uuid REFERENCES people ON DELETE CASCADE,
     ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT now(),
     ADD COLUMN rotated_at timestamptz NOT NULL DEFAULT now(),
     ADD COLUMN previous_digest bytea,
     ADD CONSTRAINT login_sessions_of_somebody CHECK (role IS NOT NULL OR person_id IS NOT NULL)`,
  `CREATE UNIQUE INDEX login_sessions_previous ON login_sessions (previous_digest) WHERE previous_digest IS NOT NULL`,
  `CREATE INDEX login_sessions_expiry ON login_sessions (expires_at)`,
  // A browser that was sent to the identity provider and has not come back yet.
  `CREATE TABLE oidc_logins (
     token_digest  bytea PRIMARY KEY,
     state         text NOT NULL,
     nonce         text NOT NULL,
     code_verifier text NOT NULL,
     expires_at    timestamptz NOT NULL
   )`,
  `CREATE INDEX oidc_logins_expiry ON oidc_logins (expires_at)`,
];

const requests = [
  // status null: the request is under way, or its process died in the middle of it.
  `CREATE TABLE idempotency_keys (
     who            text NOT NULL,
     key            text NOT NULL,
     request_digest bytea NOT NULL,
     status         integer,
     answer         bytea,
     created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (who, key)
   )`,
  `CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at)`,
];

/** libs/access/src/audit-chain.ts computes the same. */
const digestFunctions = [
  `CREATE FUNCTION audit_field(value text) RETURNS bytea LANGUAGE sql STABLE AS $$
     SELECT CASE WHEN value IS NULL THEN int4send(-1)
       ELSE int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8') END $$`,
  `CREATE FUNCTION audit_digest(before bytea, entry audit_log) RETURNS bytea LANGUAGE sql STABLE AS $$
     SELECT sha256(before || audit_field(entry.entry_id::text)
       || audit_field(to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
       || audit_field(entry.tenant) || audit_field(entry.who) || audit_field(entry.action)
       || audit_field(entry.subject) || audit_field(entry.detail::text)) $$`,
];

const chain = [
  `ALTER TABLE audit_log ALTER COLUMN entry_id DROP IDENTITY, ADD COLUMN tenant text, ADD COLUMN digest bytea`,
  `CREATE TABLE audit_head (
     single   boolean PRIMARY KEY DEFAULT true CHECK (single),
     entry_id bigint NOT NULL,
     digest   bytea NOT NULL
   )`,
  `INSERT INTO audit_head (entry_id, digest) VALUES (0, decode(repeat('00', 32), 'hex'))`,
  ...digestFunctions,
  // Rows from before the chain get their place in it, numbered without gaps.
  `DO $$
   DECLARE entry audit_log; place bigint := 0; before bytea := (SELECT digest FROM audit_head); old_id bigint;
   BEGIN
     FOR entry IN SELECT * FROM audit_log ORDER BY entry_id LOOP
       old_id := entry.entry_id;
       place := place + 1;
       entry.entry_id := place;
       before := audit_digest(before, entry);
       UPDATE audit_log SET entry_id = place, digest = before WHERE entry_id = old_id;
     END LOOP;
     UPDATE audit_head SET entry_id = place, digest = before;
   END $$`,
  `ALTER TABLE audit_log ALTER COLUMN digest SET NOT NULL`,
  `CREATE INDEX audit_log_tenant ON audit_log (tenant, entry_id)`,
];

const triggers = [
  // The lock on the head lets one writer at a time extend the chain, each from what the one before it committed.
  `CREATE FUNCTION chain_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE head audit_head;
   BEGIN
     SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
     NEW.entry_id := head.entry_id + 1;
     NEW.at := clock_timestamp();
     NEW.digest := audit_digest(head.digest, NEW);
     UPDATE audit_head SET entry_id = NEW.entry_id, digest = NEW.digest;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER chain_audit_log BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION chain_audit_log()`,
  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'audit_log is append-only' USING ERRCODE = 'restrict_violation';
   END $$`,
  `CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  `CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
];

const statements = [...people, ...logins, ...requests, ...chain, ...triggers];
