import { nativeInteractionSchema } from '#contracts';
import { type KafkaDoor, type KafkaRecord, openKafka } from '#kafka';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { eventually } from '../support/eventually.js';
import { startCommand } from '../support/run-command.js';
import { testEnvironment, topicPrefix } from '../support/test-environment.js';

/** An entry of a log file in an odd but valid spelling, which must arrive as it stands. */
function entry(session: string, n: number): string {
  return `{ "id":"${session}-${n}", "occurred_at":"2026-01-01T00:00:${String(n).padStart(2, '0')}Z","session":"${session}","kept":"\\u0041"}`;
}

describe('the command line', () => {
  let kafka: KafkaDoor;
  beforeAll(async () => {
    kafka = await openKafka({ brokers: [testEnvironment().kafkaBrokers], clientId: 'cli-test' });
  });
  afterAll(() => kafka.close());

  /** The installation of one test: its environment and what stands in its source topic. */
  async function installation() {
    const prefix = topicPrefix();
    await kafka.ensureTopics([{ name: `${prefix}llm.interactions`, partitions: 4 }]);
    const env = { KAFKA_BROKERS: testEnvironment().kafkaBrokers, TOPIC_PREFIX: prefix };
    const read = async () => {
      const [records, crashes]: [KafkaRecord[], unknown[]] = [[], []];
      const consumer = await kafka.consume({
        groupId: `${prefix}reader`,
        topics: [`${prefix}llm.interactions`],
        minBytes: 1,
        maxWaitMs: 100,
        onCrash: (error) => crashes.push(error),
        onBatch: (batch) => {
          records.push(...batch.records);
          return Promise.resolve();
        },
      });
      const stop = async (): Promise<void> => {
        await consumer.stop();
        expect(crashes).toEqual([]);
      };
      return { records, stop };
    };
    return { env, prefix, read };
  }

  it('replays a packed file byte by byte, in order within each session, over a bad line', async () => {
    const { env, prefix, read } = await installation();
    const lines = Array.from({ length: 30 }, (_, n) => entry(`s${n % 3}`, n));
    const file = join(testEnvironment().folder, `${prefix}log.jsonl.gz`);
    await writeFile(file, gzipSync([...lines.slice(0, 10), 'not json', ...lines.slice(10)].join('\n')));

    const { code, stdout, stderr } = await startCommand(['replay', file], env).done;
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'tunewarden: line 11 skipped: is not JSON\n' });
    expect(JSON.parse(stdout)).toEqual({ summary: { topic: `${prefix}llm.interactions`, produced: 30 } });

    const { records, stop } = await read();
    await eventually(() => expect(records).toHaveLength(30));
    await stop();
    for (const session of ['s0', 's1', 's2']) {
      const ofSession = records.filter(({ key }) => key?.toString() === session);
      expect(ofSession.map(({ value }) => value?.toString())).toEqual(
        lines.filter((line) => line.includes(`"${session}-`)),
      );
    }
  });

  it('moves the times of a file so that the newest is now', async () => {
    const { env, prefix, read } = await installation();
    const file = join(testEnvironment().folder, `${prefix}log.jsonl`);
    await writeFile(file, `${entry('s', 0)}\n${entry('s', 30)}\n`);
    const before = Date.now();
    expect((await startCommand(['replay', file, '--shift-to', 'now'], env).done).code).toBe(0);

    const { records, stop } = await read();
    await eventually(() => expect(records).toHaveLength(2));
    await stop();
    const times = records.map(({ value }) => Date.parse(JSON.parse(String(value)).occurred_at));
    expect(times[1]).toBeGreaterThanOrEqual(before);
    expect(times[1]).toBeLessThanOrEqual(Date.now());
    expect(times[1]! - times[0]!).toBe(30_000);
  });

  it('produces the demo until it is told to stop', async () => {
    const { env, read } = await installation();
    const demo = startCommand(['demo', '--rate', '40'], env);
    const { records, stop } = await read();
    await eventually(() => expect(records.length).toBeGreaterThan(20), { deadlineMs: 20_000 });
    demo.child.kill('SIGTERM');
    expect(await demo.done).toEqual({ code: 0, stdout: '', stderr: '' });
    await stop();
    for (const { value } of records) nativeInteractionSchema.parse(JSON.parse(String(value)));
  });

  it.each([
    ['an unknown option', ['replay', 'x', '--nope'], "error: unknown option '--nope'"],
    ['a rate that is none', ['demo', '--rate', '0'], 'Want a number above 0.'],
    ['a file that is not there', ['scan', 'missing.jsonl'], 'missing.jsonl cannot be read: ENOENT'],
    ['an installation that does not run', ['replay', 'x'], 'run npm start, or set KAFKA_BROKERS'],
  ])('ends with 2 and one message after %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await startCommand(args).done;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('ends quietly when its reader has had enough', async () => {
    const { child, done } = startCommand(['demo', '--history', '-']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await done).toMatchObject({ code: 0, stderr: '' });
  });
});
