import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people do with incidents, receivers instead of channels, and everything that keeps a message back. */
export class Routing1764500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const incidents = [
  `ALTER TABLE incidents
     ADD COLUMN acknowledged_at timestamptz,
     ADD COLUMN assignee text,
     ADD COLUMN verdict text,
     ADD COLUMN merged_into uuid REFERENCES incidents ON DELETE SET NULL`,
  // What another process did with an incident: alerting plans its messages. Findings are planned as they are taken.
  `ALTER TABLE incident_timeline ADD COLUMN unplanned_change text`,
  `CREATE INDEX incident_timeline_unplanned ON incident_timeline (entry_id) WHERE unplanned_change IS NOT NULL`,
];

const notifications = [
  `ALTER TABLE notifications
     ADD COLUMN receiver text NOT NULL DEFAULT 'default',
     ADD COLUMN route text NOT NULL DEFAULT 'route',
     ADD COLUMN unless_acknowledged boolean NOT NULL DEFAULT false,
     ADD COLUMN told_severity text,
     ADD COLUMN told_status text,
     ADD COLUMN repeat_at timestamptz,
     ADD COLUMN rest_until timestamptz`,
  `ALTER TABLE notifications DROP CONSTRAINT notifications_channel_check,
     ADD CONSTRAINT notifications_channel_check CHECK (channel IN ('slack', 'pagerduty', 'webhook')),
     DROP CONSTRAINT notifications_state_check,
     ADD CONSTRAINT notifications_state_check CHECK (state IN ('pending', 'delivered', 'failed', 'skipped')),
     DROP CONSTRAINT notifications_incident_id_channel_key,
     ADD CONSTRAINT notifications_one_each UNIQUE (incident_id, receiver, channel)`,
  `CREATE INDEX notifications_repeats ON notifications (repeat_at) WHERE state = 'delivered' AND repeat_at IS NOT NULL`,
  // Why a message waited or was left out: the ledger's answer to "why was nobody told".
  `CREATE TABLE delivery_holds (
     notification_id uuid NOT NULL REFERENCES notifications ON DELETE CASCADE,
     reason          text NOT NULL,
     first_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
     last_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
     until_at        timestamptz,
     PRIMARY KEY (notification_id, reason)
   )`,
  `CREATE TABLE silences (
     silence_id uuid PRIMARY KEY,
     tenant     text NOT NULL,
     matchers   text[] NOT NULL,
     starts_at  timestamptz NOT NULL,
     ends_at    timestamptz NOT NULL CHECK (ends_at > starts_at),
     author     text NOT NULL,
     comment    text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT clock_timestamp()
   )`,
  `CREATE INDEX silences_end ON silences (ends_at)`,
];

const statements = [...incidents, ...notifications];
