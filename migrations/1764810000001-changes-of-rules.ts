import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the rules that run here were last others, and thresholds that were tried before they were set. */
export class ChangesOfRules1764810000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}

const statements = [
  // digest: of the rule as it was read. changed_at: null until it is read as another one.
  `CREATE TABLE rule_versions (
     rule_id       text PRIMARY KEY,
     digest        bytea NOT NULL,
     first_seen_at timestamptz NOT NULL,
     changed_at    timestamptz
   )`,
  // What a threshold would have changed: made before it is set, and kept with who set it. NULL: the shipped one.
  `CREATE TABLE threshold_replays (
     replay_id        uuid PRIMARY KEY,
     model_key        integer NOT NULL REFERENCES models,
     threshold_before double precision,
     threshold        double precision,
     author           text NOT NULL,
     made_at          timestamptz NOT NULL,
     compared         bigint NOT NULL,
     appearing        bigint NOT NULL,
     disappearing     bigint NOT NULL,
     lost_incidents   bigint NOT NULL,
     set_by           text,
     set_at           timestamptz
   )`,
  `CREATE INDEX threshold_replays_set ON threshold_replays (model_key, set_at DESC) WHERE set_at IS NOT NULL`,
];
