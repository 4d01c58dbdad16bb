import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { topicNames } from '#contracts';
import { openKafka } from '#kafka';
import { expect, it } from '@jest/globals';
import { startKafka } from '../../deploy/local/kafka/kafka-server.js';
import { cleanUp } from '../support/clean-up.js';
import { cloneDatabase } from '../support/clone-database.js';
import { eventually } from '../support/eventually.js';
import { chatSpan, exportOf } from '../support/otlp-export.js';
import { peakMemoryMib } from '../support/peak-memory.js';
import { spawnApp } from '../support/spawn-app.js';
import { testEnvironment } from '../support/test-environment.js';

it('asks exporters to come again while Kafka is away, keeps its memory, and takes them once it is back', async () => {
  const folder = join(testEnvironment().folder, `kafka-${randomBytes(4).toString('hex')}`);
  const server = { dataDir: join(folder, 'data'), logFile: join(folder, 'kafka.log') };
  const first = await startKafka(server);
  cleanUp(() => first.stop());
  const collector = await spawnApp('collector', {
    KAFKA_BROKERS: first.brokers,
    DATABASE_URL: await cloneDatabase(),
    MASKING_KEY: randomBytes(32).toString('hex'),
  });
  const post = (body: Buffer): Promise<Response> =>
    fetch(`${collector.url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Uint8Array(body),
    });
  expect((await post(exportOf(chatSpan({ prompt: 'before' })))).status).toBe(200);

  await first.kill();
  const large = exportOf(chatSpan({ prompt: 'x'.repeat(4 * 1024 * 1024) }));
  for (let wave = 0; wave < 3; wave++) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(large)));
    for (const { status, headers } of answers) {
      expect([429, 503]).toContain(status);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
  }

  expect(peakMemoryMib(collector.pid)).toBeLessThan(700);

  const second = await startKafka({ ...server, port: Number(first.brokers.split(':')[1]) });
  cleanUp(() => second.stop());
  await eventually(
    async () => expect((await post(exportOf(chatSpan({ prompt: 'after' })))).status).toBe(200),
    { deadlineMs: 60_000, everyMs: 1_000 },
  );
  const kafka = await openKafka({ brokers: [second.brokers], clientId: 'test' });
  cleanUp(() => kafka.close());
  await eventually(
    async () => {
      const offsets = await kafka.offsets(topicNames('').masked);
      expect(offsets.reduce((sum, { high }) => sum + Number(high), 0)).toBeGreaterThanOrEqual(2);
    },
    { deadlineMs: 60_000 },
  );
}, 240_000);
