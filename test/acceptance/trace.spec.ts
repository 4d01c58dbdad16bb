import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { startOtlpReceiver } from './otlp-receiver.js';
import { plantedAttack } from '../support/planted-traffic.js';
import { createPipeline } from '../support/run-pipeline.js';

it('carries one trace from the Kafka message to the delivery attempts', async () => {
  const { env, spans } = await startOtlpReceiver();
  const pipeline = await createPipeline(env);
  await pipeline.startSandbox();
  await Promise.all([pipeline.start('collector'), pipeline.start('analyzer'), pipeline.start('alerting')]);

  const traceId = randomBytes(16).toString('hex');
  const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
  const { key, value } = plantedAttack('trace', 1, 'traced');
  await pipeline.producer.send(pipeline.topics.source, [{ key, value, headers: { traceparent } }]);

  const attempts = await eventually(
    async () => {
      const rows = await pipeline.database.rows<{ channel: string; traceparent: string }>(
        `SELECT channel, a.traceparent FROM delivery_attempts a JOIN notifications USING (notification_id)
         WHERE outcome = 'accepted' ORDER BY channel`,
      );
      expect(rows.map((row) => row.channel)).toEqual(['pagerduty', 'slack']);
      return rows;
    },
    { deadlineMs: 30_000 },
  );
  expect(attempts.map((attempt) => attempt.traceparent.split('-')[1])).toEqual([traceId, traceId]);

  const services = () =>
    new Set(spans.filter((span) => span.traceId === traceId).map((span) => span.service));
  await eventually(() =>
    expect([...services()].sort()).toEqual([
      'tunewarden-alerting',
      'tunewarden-analyzer',
      'tunewarden-collector',
    ]),
  );
  const known = new Set([traceparent.split('-')[2], ...spans.map((span) => span.spanId)]);
  const orphans = spans.filter((span) => span.traceId === traceId && !known.has(span.parentSpanId));
  expect(orphans).toEqual([]);
}, 120_000);
