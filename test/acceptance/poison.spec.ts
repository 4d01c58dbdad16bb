import { setTimeout as pause } from 'node:timers/promises';
import { deadLetterHeaderNames, headerNames } from '#contracts';
import { type KafkaRecord, headerText } from '#kafka';
import { expect, it } from '@jest/globals';
import { collectRecords } from '../support/collect-records.js';
import { eventually } from '../support/eventually.js';
import { ordinaryInteraction } from '../support/planted-traffic.js';
import { type Pipeline, countedByModel, createPipeline } from '../support/run-pipeline.js';

const good = JSON.parse(ordinaryInteraction('poison', 0, 'poisoned').value) as Record<string, unknown>;
const saying = (content: string): Buffer =>
  Buffer.from(JSON.stringify({ ...good, messages: [{ role: 'user', content }] }));

/** Every message here must become a dead letter, and nothing else. */
const poison: readonly (readonly [what: string, bytes: Buffer, stage: string, code: string])[] = [
  ['invalid JSON', Buffer.from('{"id": "x", "messages": ['), 'decode', 'invalid-json'],
  ['invalid UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0xff, 0x22]), 'decode', 'invalid-utf8'],
  ['U+0000', saying('before\u0000after'), 'validate', 'invalid-interaction'],
  [
    'a lone surrogate',
    Buffer.from(saying('@').toString().replace('"@"', '"\\ud800"')),
    'validate',
    'invalid-interaction',
  ],
  ['12 MB', saying('x'.repeat(12 * 1024 * 1024)), 'decode', 'too-large'],
  ['brackets 10,000 deep', Buffer.from('['.repeat(10_000) + ']'.repeat(10_000)), 'decode', 'too-deep'],
  ['another shape', Buffer.from('{"hello": "world"}'), 'validate', 'invalid-interaction'],
  ['nothing', Buffer.alloc(0), 'decode', 'empty'],
];
const longestHoldMs = 1_000;
/** On a busy machine, so many times what the quickest message waits. */
const busyFactor = 20;

it('passes poison to the dead letters with its bytes, and holds its partition up for less than a second', async () => {
  const pipeline = await createPipeline();
  await pipeline.start('collector');
  await pipeline.start('analyzer');
  const masked = collectRecords(pipeline, pipeline.topics.masked);
  const deadLetters = collectRecords(pipeline, pipeline.topics.deadLetters);
  await untilFlowing(pipeline);

  for (const [, bytes] of poison) {
    await send(pipeline, bytes);
    await send(pipeline, nextGood().bytes);
  }
  await eventually(() => expect(deadLetters).toHaveLength(poison.length), { deadlineMs: 30_000 });
  await eventually(async () => expect(await countedByModel(pipeline.database)).toEqual({ poisoned: sent }), {
    deadlineMs: 30_000,
  });

  for (const [index, [what, bytes, stage, code]] of poison.entries()) {
    const letter = deadLetters[index]!;
    expect([what, letter.value?.equals(bytes)]).toEqual([what, true]);
    expect(headerText(letter, deadLetterHeaderNames.stage)).toBe(stage);
    expect(headerText(letter, deadLetterHeaderNames.exceptionClass)).toBe(code);
    expect(headerText(letter, deadLetterHeaderNames.topic)).toBe(pipeline.topics.source);
    expect(headerText(letter, 'trace-of-test')).toBe('kept');
    expect(letter.key?.toString()).toBe('one-key');
  }
  const held = masked
    .filter((record) => headerText(record, headerNames.sourceOffset) !== '0')
    .map((record) => Number(headerText(record, headerNames.collectedAt)) - sourceTimeMs(record));
  // The first of them follow small poison: what they wait tells how busy the machine is.
  const quickest = Math.min(...held);
  expect(Math.max(...held)).toBeLessThan(Math.max(longestHoldMs, busyFactor * quickest));
}, 120_000);

let sent = 0;

function nextGood(): { readonly bytes: Buffer } {
  sent += 1;
  return { bytes: Buffer.from(ordinaryInteraction('poison', sent, 'poisoned').value) };
}

/** One key, so that poison and good messages share a partition. */
function send(pipeline: Pipeline, value: Buffer): Promise<void> {
  const headers = { 'trace-of-test': 'kept' };
  return pipeline.producer.send(pipeline.topics.source, [
    { key: 'one-key', value, headers, timestampMs: Date.now() },
  ]);
}

/** A consumer that has joined and a model that is registered: what is slow once must not count as a hold-up. */
async function untilFlowing(pipeline: Pipeline): Promise<void> {
  await send(pipeline, nextGood().bytes);
  await eventually(async () => expect(await countedByModel(pipeline.database)).toEqual({ poisoned: 1 }), {
    deadlineMs: 30_000,
  });
  await pause(500);
}

function sourceTimeMs(record: KafkaRecord): number {
  return Number(headerText(record, headerNames.sourceTimestamp));
}
