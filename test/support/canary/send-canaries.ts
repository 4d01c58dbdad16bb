import { expect } from '@jest/globals';
import { eventually } from '../eventually.js';
import type { Pipeline } from '../run-pipeline.js';
import type { SpawnedApp } from '../spawn-app.js';
import type { CanaryMessage } from './place.js';

const sendsOf = 100;

/** Logs the messages, each by its way, and waits until everything is made of them that will be. */
export async function sendCanaries(
  pipeline: Pipeline,
  collector: SpawnedApp,
  messages: readonly CanaryMessage[],
): Promise<void> {
  const parts = messages.filter(({ becomes }) => becomes === 'part');
  await send(pipeline, parts);
  // Log events wait for their span for minutes, but a span for its events only for seconds.
  await eventually(
    async () => expect(await collected(collector, pipeline.topics.otlpLogs)).toBe(parts.length),
    deadline,
  );
  await send(
    pipeline,
    messages.filter(({ becomes }) => becomes !== 'part'),
  );
  for (const message of messages) await postOne(collector.url, message);
  await untilAnalyzed(pipeline, messages);
}

/** Generous: other work may share the machine. */
const deadline = { deadlineMs: 120_000, everyMs: 200 };

async function send({ producer, topics }: Pipeline, messages: readonly CanaryMessage[]): Promise<void> {
  const topicOf = { native: topics.source, 'otlp-traces': topics.otlpSpans, 'otlp-logs': topics.otlpLogs };
  for (const [to, topic] of Object.entries(topicOf)) {
    const records = messages
      .filter((message) => message.to === to)
      .map(({ value, key = null, headers = {} }) => ({ value, key, headers }));
    for (let at = 0; at < records.length; at += sendsOf) {
      await producer.send(topic, records.slice(at, at + sendsOf));
    }
  }
}

/** How many records of a source topic the collector says it took. */
async function collected({ url }: SpawnedApp, topic: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  const line = page
    .split('\n')
    .find((one) => one.startsWith('tunewarden_collected') && one.includes(`"${topic}"`));
  return Number(line?.split(' ')[1] ?? 0);
}

async function postOne(url: string, { to, value, headers, becomes }: CanaryMessage): Promise<void> {
  const signal = /^http-(.*)$/.exec(to)?.[1];
  if (signal === undefined) return;
  const body = typeof value === 'string' ? value : new Uint8Array(value);
  const response = await fetch(`${url}/v1/${signal}`, { method: 'POST', body, ...(headers && { headers }) });
  expect(response.status).toBe(becomes === 'nothing' ? 400 : 200);
  await response.body?.cancel();
}

async function untilAnalyzed(pipeline: Pipeline, messages: readonly CanaryMessage[]): Promise<void> {
  const wanted = (becomes: CanaryMessage['becomes']): number =>
    messages.filter((message) => message.becomes === becomes).length;
  const { database, kafka, topics } = pipeline;
  await eventually(async () => {
    const masked = await kafka.offsets(topics.masked);
    const [listed] = await database.rows<{ count: string }>('SELECT count(*) FROM dead_letters');
    const total = masked.reduce((sum, { high }) => sum + Number(high), 0);
    expect([total, Number(listed?.count)]).toEqual([wanted('masked'), wanted('dead-letter')]);
    const rows = await database.rows<{ partition: number; next_offset: string }>(
      'SELECT partition, next_offset FROM partition_positions WHERE topic = $1',
      [topics.masked],
    );
    const read = Object.fromEntries(rows.map((row) => [row.partition, Number(row.next_offset)]));
    expect(read).toEqual(Object.fromEntries(masked.map(({ partition, high }) => [partition, Number(high)])));
  }, deadline);
}
