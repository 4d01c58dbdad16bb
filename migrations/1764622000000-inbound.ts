import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What comes back from Slack and PagerDuty, and what PagerDuty is told of new versions of models. */
export class Inbound1764622000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const statements = [
  `CREATE TABLE linked_accounts (
     provider    text NOT NULL CHECK (provider IN ('slack', 'pagerduty')),
     external_id text NOT NULL,
     who         text NOT NULL,
     role        text NOT NULL,
     tenant      text,
     linked_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (provider, external_id)
   )`,
  // An inbox: what a provider sends twice has its effect once.
  `CREATE TABLE inbound_events (
     provider text NOT NULL,
     event_id text NOT NULL,
     taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (provider, event_id)
   )`,
  `CREATE INDEX inbound_events_taken ON inbound_events (taken_at)`,
  // Annotations name PagerDuty's own id of an incident and nothing of ours.
  `CREATE TABLE pagerduty_incidents (
     pagerduty_id text PRIMARY KEY,
     incident_id  uuid NOT NULL REFERENCES incidents ON DELETE CASCADE
   )`,
];
