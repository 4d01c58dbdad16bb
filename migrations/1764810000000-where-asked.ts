import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From which application and which address an interaction came, beside who sent it. */
export class WhereAsked1764810000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const statements = [
  // address: a keyed hash as `actor` is; null in what was stored before.
  `ALTER TABLE evidence ADD COLUMN app text, ADD COLUMN address text`,
  `CREATE INDEX evidence_address ON evidence (address) WHERE address IS NOT NULL`,
];
