import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deadLetterHeaderNames, headerNames } from '#contracts';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { ordinaryInteraction } from '../support/planted-traffic.js';
import { readTopic } from '../support/read-topic.js';
import { startCommand } from '../support/run-command.js';
import { type Pipeline, countedByModel, createPipeline } from '../support/run-pipeline.js';
import type { SpawnedApp } from '../support/spawn-app.js';
import { testEnvironment } from '../support/test-environment.js';

const patience = { deadlineMs: 30_000 };
/** A log of several events a message, without ids: nothing but where they stand tells one from the other. */
const mapping = (messages: string): string =>
  [
    'name: acme-chat',
    'description: Exchanges of a made-up chat server.',
    'each: $.events[*]',
    'fields: { occurred_at: $.at, model.id: $.model }',
    `messages: ${messages}`,
    'response: [$.answer]',
  ].join('\n');
const asAcmeChat = { [headerNames.format]: 'acme-chat', 'kept-by-redrive': 'yes' };
const event = (model: string, question: string) => ({
  at: new Date().toISOString(),
  model,
  question,
  answer: 'On Monday.',
});

interface Letters {
  readonly items: readonly Record<string, unknown>[];
  readonly next: string | null;
}

describe('dead letters', () => {
  let mappings: string;
  let pipeline: Pipeline;
  let collector: SpawnedApp;
  let api: SpawnedApp;
  beforeAll(async () => {
    mappings = mkdtempSync(join(testEnvironment().folder, 'mappings-'));
    pipeline = await createPipeline({ MAPPINGS_DIR: mappings });
    collector = await pipeline.start('collector');
    [api] = await Promise.all([pipeline.start('api'), pipeline.start('analyzer')]);
  }, 120_000);
  beforeEach(async () => {
    await pipeline.database.rows('DELETE FROM dead_letters');
  });

  const send = (value: string | Buffer, headers: Record<string, string> = {}) =>
    pipeline.producer.send(pipeline.topics.source, [{ key: 'one-key', value, headers }]);
  const ask = async <T>(path: string): Promise<T> => {
    const headers = { authorization: `Bearer ${pipeline.apiToken}` };
    return (await (await fetch(api.url + path, { headers })).json()) as T;
  };
  const letters = async (query = ''): Promise<Letters['items']> =>
    (await ask<Letters>(`/v1/dead-letters${query}`)).items;
  const untilLetters = (query: string, count: number) =>
    eventually(async () => expect(await letters(query)).toHaveLength(count), patience);
  const run = async (...args: string[]) => {
    const { databaseUrl: DATABASE_URL, topicPrefix: TOPIC_PREFIX } = pipeline;
    const env = { KAFKA_BROKERS: testEnvironment().kafkaBrokers, DATABASE_URL, TOPIC_PREFIX };
    const { code, stdout, stderr } = await startCommand(args, env).done;
    return { code, stderr, said: JSON.parse(stdout) as unknown };
  };
  const redrive = async (...args: string[]) => (await run('replay', '--dlq', ...args)).said;
  const fixMapping = async (messages: string): Promise<void> => {
    writeFileSync(join(mappings, 'acme-chat.yaml'), mapping(messages));
    await collector.stop();
    collector = await pipeline.start('collector');
  };
  const counted = async (model: string): Promise<number> =>
    (await countedByModel(pipeline.database))[model] ?? 0;
  const untilCounted = (model: string, count: number) =>
    eventually(async () => expect(await counted(model)).toBe(count), patience);
  const written = async (topic: string): Promise<number> =>
    (await pipeline.kafka.offsets(topic)).reduce((sum, { high }) => sum + Number(high), 0);

  it('are sent again as they were logged once their mapping is there, and count once', async () => {
    const value = JSON.stringify({ events: [event('missing', 'When?')] });
    await send(value, asAcmeChat);
    await send('{"id": ');
    await untilLetters('', 2);
    expect(await letters('?code=unknown-format')).toEqual([
      expect.objectContaining({
        topic: pipeline.topics.source,
        stage: 'decode',
        attempts: 1,
        bytes: value.length,
        state: 'waiting',
        head: value.slice(0, 200),
      }),
    ]);
    await fixMapping('$.question');

    const topics = { [pipeline.topics.source]: 1 };
    expect(await redrive('--code', 'no-such-code')).toEqual({
      summary: { redriven: 0, missing: 0, topics: {} },
    });
    expect(await redrive('--code', 'unknown-format')).toEqual({
      summary: { redriven: 1, missing: 0, topics },
    });
    expect(await redrive('--code', 'unknown-format')).toEqual({
      summary: { redriven: 0, missing: 0, topics: {} },
    });
    await untilCounted('missing', 1);
    expect(await letters('?state=redriven')).toEqual([expect.objectContaining({ code: 'unknown-format' })]);
    expect(await letters()).toEqual([expect.objectContaining({ code: 'invalid-json' })]);

    const again = (await readTopic(pipeline, pipeline.topics.source)).at(-1)!;
    expect([again.value?.toString(), again.key?.toString()]).toEqual([value, 'one-key']);
    expect(Object.keys(again.headers).sort()).toEqual([
      'kept-by-redrive',
      headerNames.format,
      'x-attempts',
      'x-first-failed-at',
    ]);
  }, 120_000);

  it('of which other records were taken bring back only those that were not', async () => {
    await fixMapping('$.question');
    const events = ['First?', 'Second?', 'Third?'].map((question) => event('chat', question));
    await pipeline.producer.send(pipeline.topics.deadLetters, [
      {
        key: 'one-key',
        value: JSON.stringify({ events }),
        headers: {
          ...asAcmeChat,
          [headerNames.onlyRecords]: '1',
          [deadLetterHeaderNames.topic]: pipeline.topics.source,
          [deadLetterHeaderNames.stage]: 'internal',
          [deadLetterHeaderNames.exceptionClass]: 'internal-error',
        },
      },
    ]);
    await untilLetters('?stage=internal', 1);
    expect(await redrive('--stage', 'internal')).toMatchObject({ summary: { redriven: 1 } });
    await untilCounted('chat', 1);
    const masked = (await readTopic(pipeline, pipeline.topics.masked)).map(({ value }) => String(value));
    expect(masked.filter((one) => /First|Third/.test(one))).toEqual([]);
    expect(masked.filter((one) => one.includes('Second?'))).toHaveLength(1);
  }, 120_000);

  it('are each sent by one of two runs at a time', async () => {
    for (let n = 0; n < 20; n++) await send(`{"n": ${n}`);
    await untilLetters('', 20);
    // Nobody refuses them again meanwhile: those would be other letters.
    await collector.stop();
    const before = await written(pipeline.topics.source);
    const runs = (await Promise.all([redrive(), redrive()])) as { summary: { redriven: number } }[];
    expect(runs.reduce((sum, { summary }) => sum + summary.redriven, 0)).toBe(20);
    const audit = `SELECT FROM audit_log WHERE action = 'replay' AND (detail ->> 'letters')::int = 20`;
    expect((await pipeline.database.rows(audit)).length).toBeGreaterThan(0);
    expect(await written(pipeline.topics.source)).toBe(before + 20);
    collector = await pipeline.start('collector');
    await untilLetters('', 20);
  }, 120_000);

  it('are listed by cause and page by page, with their beginning masked', async () => {
    for (let n = 0; n < 3; n++) await send(`{"from": "ada@example.com", "n": ${n}`);
    await send('', { 'x-first-failed-at': 'made up by a producer' });
    await untilLetters('', 4);
    expect(await ask('/v1/dead-letter-groups')).toEqual({
      items: [
        expect.objectContaining({ code: 'invalid-json', waiting: 3, redriven: 0 }),
        expect.objectContaining({ code: 'empty', waiting: 1, redriven: 0 }),
      ],
    });
    const first = await ask<Letters>('/v1/dead-letters?limit=3');
    const second = await ask<Letters>(`/v1/dead-letters?limit=3&cursor=${first.next}`);
    const all = [...first.items, ...second.items];
    expect(second.next).toBeNull();
    expect(new Set(all.map(({ kept }) => JSON.stringify(kept))).size).toBe(4);
    expect(JSON.stringify(all)).not.toContain('ada@');
    expect(all.filter(({ head }) => /⟦email:[0-9a-f]{12}⟧/.test(String(head)))).toHaveLength(3);
  }, 120_000);

  it('that are most of a topic stop it, until it is resumed', async () => {
    const { topics } = pipeline;
    for (let n = 0; n <= 100; n++) await send('not JSON');
    await eventually(async () => {
      const { items } = await ask<Letters>('/v1/stopped-topics');
      expect(items).toEqual([expect.objectContaining({ topic: topics.source, deadLetters: 101 })]);
    }, patience);
    await send(ordinaryInteraction('stopped', 1, 'm').value);
    expect((await run('resume', 'another')).code).toBe(2);
    expect(await counted('m')).toBe(0);

    expect(await run('resume', topics.source)).toEqual({
      code: 0,
      stderr: '',
      said: { topic: topics.source, resumed: true },
    });
    await untilCounted('m', 1);
    expect(await ask('/v1/stopped-topics')).toEqual({ items: [] });
    const audit = `SELECT subject FROM audit_log WHERE action = 'resume'`;
    expect(await pipeline.database.rows(audit)).toEqual([{ subject: `topic ${topics.source}` }]);
    expect((await run('resume', topics.source)).code).toBe(2);
  }, 120_000);
});
