import { beforeEach, describe, expect, it } from '@jest/globals';
import { startCommand } from '../support/run-command.js';
import { type Storage, createStorage } from '../support/create-storage.js';

describe('calibrate', () => {
  let on: Storage;
  beforeEach(async () => {
    on = await createStorage();
    await on.database.rows(
      `INSERT INTO buckets SELECT $1, date_trunc('minute', now()) - interval '1 hour', 0, 100000, 150, 0, 0, 0, 0, 0, 0, 0, 0,
         0, 0, 0, 0`,
      [on.modelKey],
    );
    // 150 flagged by as many actors, from 0.6 on.
    await on.database.rows(
      `INSERT INTO evidence (evidence_id, model_key, interaction_id, actor, occurred_at, collected_at, analyzed_at, outcome,
         signal, body, source_topic, source_partition, source_offset, source_index, masked_topic, masked_partition,
         masked_offset, stored_on, why_stored)
       SELECT gen_random_uuid(), $1, 'i-' || n, 'actor:' || n, now() - interval '1 hour', now(), now(), 'refused',
         jsonb_build_object('attack', jsonb_build_object('flagged', true, 'score', 0.6 + n * 0.001)),
         '', 'logs', 0, n, 0, 'masked', 0, n, current_date, 'flagged'
       FROM generate_series(0, 149) n`,
      [on.modelKey],
    );
  });

  const calibrate = async (...options: string[]) => {
    const { code, stdout } = await startCommand(['calibrate', ...options], { DATABASE_URL: on.url }).done;
    expect(code).toBe(0);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const threshold = async () => {
    const [row] = await on.database.rows<{ flag_threshold: number | null }>(
      'SELECT flag_threshold FROM models',
    );
    return row!.flag_threshold;
  };

  it('shows what a threshold of the model’s own would change, and sets it only when told to', async () => {
    const wanted = {
      model: 'm',
      version: '1',
      threshold: 0.6501,
      why: 'raised',
      flaggedBefore: 150,
      flaggedAfter: 99,
    };
    expect(await calibrate('m')).toMatchObject({ ...wanted, before: 0.6, applied: false });
    expect(await threshold()).toBeNull();
    expect(await calibrate('m', '--apply', '--by', 'ada')).toMatchObject({ ...wanted, applied: true });
    expect(await threshold()).toBe(0.6501);
    const audit = await on.database.rows('SELECT who, action, subject FROM audit_log');
    expect(audit).toEqual([{ who: 'ada', action: 'calibrate', subject: 'model m' }]);
    expect(await calibrate('m', '--reset')).toMatchObject({ before: 0.6501 });
    expect(await threshold()).toBeNull();
  }, 60_000);

  it('says which model is not there', async () => {
    const { code, stderr } = await startCommand(['calibrate', 'nobody'], { DATABASE_URL: on.url }).done;
    expect([code, stderr]).toEqual([2, 'tunewarden: default has no such model\n']);
  });
});
