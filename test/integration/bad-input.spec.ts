import { deadLetterHeaderNames as dlq, headerNames } from '#contracts';
import { type KafkaRecord, headerText } from '#kafka';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { collectRecords } from '../support/collect-records.js';
import { eventually } from '../support/eventually.js';
import { chatSpan, exportOf } from '../support/otlp-export.js';
import { peakMemoryMib } from '../support/peak-memory.js';
import { ordinaryInteraction } from '../support/planted-traffic.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';
import type { SpawnedApp } from '../support/spawn-app.js';
import {
  type HttpCase,
  type Topic,
  bomb,
  fromKafka,
  garbage,
  json,
  overHttp,
  protobuf,
} from './bad-messages.js';

let pipeline: Pipeline;
let collector: SpawnedApp;
let masked: readonly KafkaRecord[];
let deadLetters: readonly KafkaRecord[];

beforeAll(async () => {
  pipeline = await createPipeline();
  collector = await pipeline.start('collector');
  masked = collectRecords(pipeline, pipeline.topics.masked);
  deadLetters = collectRecords(pipeline, pipeline.topics.deadLetters);
}, 120_000);

describe('from Kafka', () => {
  /** Where each case is in its topic: all go to partition 0, a good message after each. */
  const offsets = new Map<string, bigint>();
  const good: string[] = [];

  beforeAll(async () => {
    const next = { source: 0n, otlpSpans: 0n, otlpLogs: 0n };
    for (const [what, topic, value] of fromKafka) {
      offsets.set(what, next[topic]);
      const follower = topic === 'otlpLogs' ? 'otlpSpans' : topic;
      await send(topic, value);
      next[topic] += 1n;
      good.push(`${follower}/${next[follower]}`);
      await send(follower, goodMessage(follower, good.length));
      next[follower] += 1n;
    }
    await eventually(() => expect(arrived()).toEqual(expect.arrayContaining(good)), { deadlineMs: 60_000 });
  }, 120_000);

  it('lets every good message between the bad ones through, each once', () => {
    const names = arrived().filter((name) => good.includes(name));
    expect([...names].sort()).toEqual([...good].sort());
  });

  it.each(fromKafka)('knows what to do with %s', async (what, topic, value, outcome) => {
    const offset = offsets.get(what);
    const isOf = (record: KafkaRecord): boolean =>
      headerText(record, dlq.topic) === pipeline.topics[topic] &&
      headerText(record, dlq.offset) === String(offset);
    if (outcome === 'arrives') expect(arrived()).toContain(`${topic}/${offset}`);
    else expect(arrived()).not.toContain(`${topic}/${offset}`);
    if (outcome === 'arrives' || outcome === 'nothing') return expect(deadLetters.filter(isOf)).toEqual([]);
    const [letter, ...others] = await eventually(() => {
      expect(deadLetters.some(isOf)).toBe(true);
      return deadLetters.filter(isOf);
    });
    expect(others).toEqual([]);
    expect(letter && [headerText(letter, dlq.exceptionClass), headerText(letter, dlq.partition)]).toEqual([
      outcome,
      '0',
    ]);
    expect(haveSameBytes(letter?.value, value)).toBe(true);
    expect(letter?.key?.toString()).toBe('a key');
    expect(letter?.headers['of-the-producer']).toEqual(Buffer.from([0, 255, 10]));
    expect(headerText(letter!, dlq.attempts)).toBe('1');
    expect(Date.parse(headerText(letter!, dlq.firstFailedAt) ?? '')).not.toBeNaN();
  });

  it('has nothing of __proto__ and keeps the last of a key that stands twice', () => {
    const valueOf = (what: string): Record<string, unknown> => {
      const offset = offsets.get(what);
      const found = masked.find((record) => nameOf(record) === `source/${offset}`);
      return JSON.parse(found?.value?.toString() ?? '') as Record<string, unknown>;
    };
    expect(valueOf('__proto__')['tenant']).toBe('default');
    expect(valueOf('a key twice')['tenant']).toBe('second');
  });
});

describe('over HTTP', () => {
  it.each(overHttp)('answers %s', async (_what, request) => {
    expect((await post(request)).status).toBe(request.status);
  });

  it('answers as OTLP asks for: a status in the encoding of the request', async () => {
    const answer = await post({ path: 'traces', body: Buffer.from('{'), type: json, status: 400 });
    expect(answer.headers.get('content-type')).toContain(json);
    expect(await answer.json()).toEqual({ code: 3, message: 'The message is not JSON' });
    const inProtobuf = await post({ path: 'traces', body: garbage, type: protobuf, status: 400 });
    expect(inProtobuf.headers.get('content-type')).toContain(protobuf);
    expect(Buffer.from(await inProtobuf.arrayBuffer()).toString('latin1')).toContain('no OTLP export');
  });

  it('takes what comes after, and stays small under forty bombs at once', async () => {
    const bombs = Array.from({ length: 40 }, () =>
      post({ path: 'traces', body: bomb, type: json, encoding: 'gzip', status: 413 }),
    );
    const statuses = new Set((await Promise.all(bombs)).map(({ status }) => status));
    expect([...statuses].filter((status) => status !== 413 && status !== 429)).toEqual([]);
    const span = chatSpan({ prompt: 'Still there?' });
    expect((await post({ path: 'traces', body: exportOf(span), type: json, status: 200 })).status).toBe(200);
    await eventually(() => {
      const ids = masked.map((record) => (JSON.parse(record.value?.toString() ?? '') as { id: string }).id);
      expect(ids).toContain(`${span.traceId}-${span.spanId}`);
    });
    expect(peakMemoryMib(collector.pid)).toBeLessThan(700);
  });
});

function goodMessage(topic: Topic, number: number): Buffer {
  if (topic === 'source') return Buffer.from(ordinaryInteraction('good', number, 'careful').value);
  return exportOf(chatSpan({ prompt: `Which documents do I need for claim ${number}?` }));
}

function send(topic: Topic, value: Buffer | null): Promise<void> {
  const headers = { 'of-the-producer': Buffer.from([0, 255, 10]) };
  return pipeline.producer.send(pipeline.topics[topic], [{ partition: 0, key: 'a key', value, headers }]);
}

function haveSameBytes(one: Buffer | null | undefined, other: Buffer | null): boolean {
  return one && other ? one.equals(other) : one === other;
}

/** `topic/offset` of everything that was published. */
function arrived(): readonly string[] {
  return masked.map(nameOf);
}

function nameOf(record: KafkaRecord): string {
  const topic = headerText(record, headerNames.sourceTopic);
  const [name] = Object.entries(pipeline.topics).find(([, one]) => one === topic) ?? [];
  return `${name}/${headerText(record, headerNames.sourceOffset)}`;
}

function post({ path, body, type, encoding }: HttpCase): Promise<Response> {
  const headers = {
    ...(type && { 'content-type': type }),
    ...(encoding && { 'content-encoding': encoding }),
  };
  return fetch(`${collector.url}/v1/${path}`, { method: 'POST', headers, body: new Uint8Array(body) });
}
