import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How PagerDuty says that its incidents stand, so that what it does not agree to is sent again. */
export class PagerDutyStatus1764730000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const statements = [
  // null: no event told of it yet.
  `ALTER TABLE pagerduty_incidents
     ADD COLUMN status text CHECK (status IN ('open', 'acknowledged', 'resolved')),
     ADD COLUMN status_at timestamptz`,
  `CREATE INDEX pagerduty_incidents_unresolved ON pagerduty_incidents (incident_id) WHERE status <> 'resolved'`,
];
