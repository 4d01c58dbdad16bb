import { canaries } from '#detection';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CanaryWorker } from '../../apps/analyzer/src/canary/canary.worker.js';
import { eventually } from '../support/eventually.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';

/** Minutes that no canary was sent in: before the analyzer was there. */
const minute = Math.floor(Date.now() / 60_000) * 60_000 - 60 * 60_000;
const clockOf = (ms: number) => new Date(ms).toISOString().slice(11, 16);

describe('detector canaries', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await createPipeline({ CANARIES: 'on' });
    await pipeline.start('collector');
    await pipeline.start('analyzer');
  }, 60_000);

  const causes = async (): Promise<readonly string[]> => {
    const rows = await pipeline.database.rows<{ reason: string }>(
      `SELECT body ->> 'reason' AS reason FROM findings WHERE kind = 'coverage' ORDER BY created_at`,
    );
    return rows.map(({ reason }) => reason);
  };

  it('go the whole way and are found, each family, and count nowhere', async () => {
    await eventually(
      async () => {
        const rows = await pipeline.database.rows<{ family: string }>(
          'SELECT DISTINCT family FROM canary_runs WHERE found ORDER BY family',
        );
        expect(rows.map(({ family }) => family)).toEqual(canaries.map(({ family }) => family).toSorted());
      },
      { deadlineMs: 40_000 },
    );
    for (const table of [
      'models',
      'buckets',
      'evidence',
      'open_sessions',
      'actor_states',
      'flagged_asks',
      'findings',
    ]) {
      expect([table, await pipeline.database.rows(`SELECT FROM ${table}`)]).toEqual([table, []]);
    }
  }, 60_000);

  it('are told of where detection misses one', async () => {
    await pipeline.database.rows(
      `INSERT INTO canary_runs (minute, family, sent_at) VALUES ($1, 'persona', now())`,
      [new Date(minute)],
    );
    const value = JSON.stringify({
      id: `canary/${minute}/persona`,
      occurred_at: new Date().toISOString(),
      model: { id: 'canary' },
      messages: [{ role: 'user', content: 'When does the library open?' }],
    });
    await pipeline.producer.send(pipeline.topics.canaries, [{ key: 'one', value }]);
    await eventually(
      async () =>
        expect(await causes()).toEqual([
          `1 of ${canaries.length} canaries of ${clockOf(minute)} UTC went through and were not found: rules, heads or masking were changed for the worse (persona).`,
        ]),
      { deadlineMs: 20_000 },
    );
  }, 40_000);

  it('are told of where one does not arrive', async () => {
    const nowMs = Date.now();
    // A worker whose clock says four minutes later when it looks again.
    const times = [nowMs, nowMs, nowMs + 4 * 60_000];
    const { database, kafka, topics } = pipeline;
    const topic = `${topics.canaries}.unread`;
    const worker = new CanaryWorker({ database, kafka, topic, clock: () => times.shift() ?? nowMs });
    await database.rows(
      `INSERT INTO canary_runs (minute, family, sent_at) VALUES ($1, 'persona', $2), ($3, 'persona', $4)`,
      [new Date(minute + 60_000), new Date(nowMs - 60_000), new Date(minute + 120_000), new Date(nowMs)],
    );
    await worker.run();
    await worker.run();
    await worker.close();
    const lost = (await causes()).filter((reason) => reason.includes('did not arrive'));
    // The first was sent before anybody was there to find it.
    expect(lost.filter((reason) => reason.includes(clockOf(minute + 60_000)))).toEqual([]);
    expect(lost).toContain(
      `1 of ${canaries.length} canaries of ${clockOf(minute + 120_000)} UTC did not arrive within three minutes: collector, Kafka or analyzer is behind or broken (persona).`,
    );
  }, 40_000);
});
