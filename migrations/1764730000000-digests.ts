import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Digests: in a storm one message of a lane tells of many incidents. */
export class Digests1764730000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const statements = [
  // A digest is a message like any other, with its lease, attempts and edits, that is about no one incident. Those that
  // it tells of name it by digest_id, until they get a message of their own.
  `ALTER TABLE notifications
     ALTER COLUMN incident_id DROP NOT NULL,
     ADD COLUMN formed_at timestamptz,
     ADD COLUMN digest_id uuid REFERENCES notifications ON DELETE SET NULL,
     ADD CONSTRAINT notifications_about CHECK ((incident_id IS NULL) = (formed_at IS NOT NULL)),
     ADD CONSTRAINT notifications_no_digest_in_digest CHECK (incident_id IS NOT NULL OR digest_id IS NULL)`,
  `CREATE INDEX notifications_in_digest ON notifications (digest_id) WHERE digest_id IS NOT NULL`,
  `CREATE INDEX notifications_digests ON notifications (receiver, channel, formed_at) WHERE incident_id IS NULL`,
];
