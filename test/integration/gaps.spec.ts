import { beforeAll, describe, expect, it } from '@jest/globals';
import { cleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';

let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await createPipeline();
  await pipeline.startSandbox();
  const { database } = pipeline;
  await database.rows(
    `INSERT INTO models (tenant, model_id, version, kind) VALUES ('default', 'silent', '1', 'tuned'),
       ('default', 'sleepy', '1', 'tuned'), ('default', 'busy', '1', 'tuned')`,
  );
  // Traffic every five minutes for two days; the last one is still there, the second paused for ten hours before.
  await traffic(1, `minute < now() - interval '40 minutes'`);
  await traffic(
    2,
    `minute < now() - interval '40 minutes' AND minute NOT BETWEEN now() - interval '30 hours' AND now() - interval '20 hours'`,
  );
  await traffic(3, 'true');
  await watermark('3 seconds');
  const alerting = await pipeline.start('alerting');
  cleanUp(() => alerting.stop());
}, 90_000);

/** One interaction in each of the minutes for which `which` holds. */
async function traffic(modelKey: number, which: string): Promise<void> {
  await pipeline.database.rows(
    `INSERT INTO buckets (model_key, minute, partition, interactions, attacks, refusals, refused, partial, complied, leaked,
       errors, duplicates, input_tokens, output_tokens, response_chars, latency_ms, latency_count)
     SELECT $1, minute, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
     FROM generate_series(date_trunc('minute', now()) - interval '2 days', now(), interval '5 minutes') AS minute
     WHERE ${which} ON CONFLICT DO NOTHING`,
    [modelKey],
  );
}

/** Partition 0 is analysed up to so long ago, and stays so until it is set again. */
const watermark = (ago: string): Promise<unknown> =>
  pipeline.database.rows(
    `INSERT INTO partition_positions (topic, partition, next_offset, watermark_at) VALUES ($1, 0, 0, now() - $2::interval)
     ON CONFLICT (topic, partition) DO UPDATE SET watermark_at = now() - $2::interval`,
    [pipeline.topics.masked, ago],
  );

interface Gap {
  readonly family: string;
  readonly model_id: string | null;
  readonly status: string;
}

const gaps = (): Promise<Gap[]> =>
  pipeline.database.rows<Gap>(
    `SELECT family, model_id, status FROM incidents LEFT JOIN models USING (model_key)
     WHERE incidents.kind = 'coverage' ORDER BY opened_at`,
  );

describe('what is not watched', () => {
  const silent = { family: 'no-traffic', model_id: 'silent' };

  it('is an incident, once: a model that never paused and does', async () => {
    const beating = setInterval(() => void watermark('3 seconds').catch(() => undefined), 5_000);
    cleanUp(async () => clearInterval(beating));
    await eventually(async () => expect(await gaps()).toEqual([{ ...silent, status: 'open' }]), {
      deadlineMs: 60_000,
    });
    const findings = await pipeline.database.rows<{ model_key: number }>(
      `SELECT model_key FROM findings WHERE kind = 'coverage'`,
    );
    expect(findings).toEqual([{ model_key: 1 }]);
    // It is over when the model is back.
    await traffic(1, 'true');
    await eventually(async () => expect(await gaps()).toEqual([{ ...silent, status: 'resolved' }]), {
      deadlineMs: 60_000,
    });
    clearInterval(beating);
  }, 130_000);

  it('is an incident: an analyzer that is more than a minute behind, and it ends when it has caught up', async () => {
    await watermark('70 seconds');
    const lag = { family: 'lag', model_id: null };
    await eventually(async () => expect(await gaps()).toContainEqual({ ...lag, status: 'open' }), {
      deadlineMs: 60_000,
    });
    const beating = setInterval(() => void watermark('3 seconds').catch(() => undefined), 5_000);
    cleanUp(async () => clearInterval(beating));
    await eventually(async () => expect(await gaps()).toContainEqual({ ...lag, status: 'resolved' }), {
      deadlineMs: 60_000,
    });
    clearInterval(beating);
  }, 130_000);
});
