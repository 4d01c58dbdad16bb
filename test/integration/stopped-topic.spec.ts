import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { headerNames } from '#contracts';
import { type KafkaRecord, headerText } from '#kafka';
import { expect, it } from '@jest/globals';
import { appEntry } from '../../deploy/local/app-entry.js';
import { collectRecords } from '../support/collect-records.js';
import { eventually } from '../support/eventually.js';
import { chatSpan, exportOf } from '../support/otlp-export.js';
import { ordinaryInteraction } from '../support/planted-traffic.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';

/** One in five: twice what is borne. */
const badEvery = 5;
const messages = 2_000;

it('stops a topic that is mostly dead letters in every collector, says so once, and goes on when told to', async () => {
  const pipeline = await createPipeline();
  await pipeline.startSandbox();
  await Promise.all(
    (['collector', 'collector', 'analyzer', 'alerting'] as const).map((name) => pipeline.start(name)),
  );
  const masked = collectRecords(pipeline, pipeline.topics.masked);
  const deadLetters = collectRecords(pipeline, pipeline.topics.deadLetters);
  const { source, otlpSpans } = pipeline.topics;

  await pipeline.producer.send(
    source,
    Array.from({ length: messages }, (_, n) => ({ key: `key-${n}`, value: messageOf(n) })),
  );
  await eventually(async () => expect(await stopped(pipeline)).toEqual([source]), { deadlineMs: 60_000 });
  await eventually(async () => expect(await coverageFindings(pipeline)).toEqual([['dead-letters', source]]));
  await eventually(
    async () => {
      const rows = await pipeline.database.rows<{ title: string }>('SELECT title FROM incidents');
      expect(rows.map(({ title }) => title)).toEqual([`Topic ${source} is not read any more`]);
    },
    { deadlineMs: 60_000 },
  );

  // Another topic goes on, and nothing more of the stopped one is taken by either collector.
  // The other collector hears of it within two seconds, and what it has in hand still goes out.
  const taken = (): number => from(masked, source).length + deadLetters.length;
  let spans = 0;
  await eventually(
    async () => {
      const before = taken();
      spans += 1;
      await pipeline.producer.send(otlpSpans, [
        { key: null, value: exportOf(chatSpan({ prompt: `span ${spans}` })) },
      ]);
      await eventually(() => expect(from(masked, otlpSpans)).toHaveLength(spans), { deadlineMs: 30_000 });
      expect([taken(), before < messages]).toEqual([before, true]);
    },
    { deadlineMs: 90_000 },
  );

  // Resumed as often as it takes: a broken producer stops it again, with a finding each time.
  for (let times = 1; from(masked, source).length < messages - messages / badEvery; times++) {
    expect(times).toBeLessThan(20);
    await resume(pipeline, source);
    const before = from(masked, source).length;
    await eventually(() => expect(from(masked, source).length).toBeGreaterThan(before), {
      deadlineMs: 60_000,
    });
    await eventually(
      async () => {
        const isDone = from(masked, source).length === messages - messages / badEvery;
        expect(isDone || (await stopped(pipeline)).length === 1).toBe(true);
      },
      { deadlineMs: 60_000 },
    );
  }
  const offsets = from(masked, source).map((record) => nameOf(record));
  expect(new Set(offsets).size).toBe(offsets.length);
  await eventually(() => expect(deadLetters).toHaveLength(messages / badEvery), { deadlineMs: 30_000 });
}, 300_000);

function messageOf(n: number): string {
  return n % badEvery === 0 ? '{"broken": ' : ordinaryInteraction('stop', n, 'stopped').value;
}

async function stopped(pipeline: Pipeline): Promise<readonly string[]> {
  const rows = await pipeline.database.rows<{ topic: string }>('SELECT topic FROM stopped_topics');
  return rows.map(({ topic }) => topic);
}

async function coverageFindings(pipeline: Pipeline): Promise<readonly unknown[]> {
  const rows = await pipeline.database.rows<{ body: { cause: string; topic: string } }>(
    `SELECT body FROM findings WHERE kind = 'coverage'`,
  );
  return rows.map(({ body }) => [body.cause, body.topic]);
}

async function resume(pipeline: Pipeline, topic: string): Promise<void> {
  if (!(await stopped(pipeline)).includes(topic)) return;
  const env = { ...process.env, DATABASE_URL: pipeline.databaseUrl };
  await promisify(execFile)(process.execPath, [appEntry('cli'), 'resume', topic], { env });
}

function from(records: readonly KafkaRecord[], topic: string): readonly KafkaRecord[] {
  return records.filter((record) => headerText(record, headerNames.sourceTopic) === topic);
}

function nameOf(record: KafkaRecord): string {
  return `${headerText(record, headerNames.sourcePartition)}/${headerText(record, headerNames.sourceOffset)}`;
}
