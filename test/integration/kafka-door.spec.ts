import { AppError } from '#kernel';
import { type Consumer, type KafkaDoor, type KafkaRecord, headerText, openKafka } from '#kafka';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { testEnvironment, topicPrefix } from '../support/test-environment.js';

describe('the door to Kafka', () => {
  const prefix = topicPrefix();
  let kafka: KafkaDoor;
  beforeAll(async () => {
    kafka = await openKafka({ brokers: [testEnvironment().kafkaBrokers], clientId: 'door-test' });
  });
  afterAll(() => kafka.close());

  function collect(topic: string, groupId: string, onBatch?: (offsets: string[]) => void) {
    const records: KafkaRecord[] = [];
    const crashes: unknown[] = [];
    const consumer = kafka.consume({
      groupId: prefix + groupId,
      topics: [topic],
      minBytes: 1,
      maxWaitMs: 100,
      onCrash: (error) => crashes.push(error),
      onBatch: (batch) => {
        onBatch?.(batch.records.map((record) => String(record.offset)));
        records.push(...batch.records);
        return Promise.resolve();
      },
    });
    return { records, crashes, stop: async () => (await consumer).stop() };
  }

  // The broker recompresses to the topic's codec, so these are the bytes that Java clients write.
  it.each(['gzip', 'snappy', 'lz4', 'zstd'])('reads what a producer compressed with %s', async (codec) => {
    const topic = `${prefix}${codec}`;
    await kafka.ensureTopics([{ name: topic, partitions: 1, config: { 'compression.type': codec } }]);
    const producer = await kafka.openProducer();
    const large = 'tunewarden '.repeat(20_000);
    await producer.send(topic, [
      { key: 'a', value: 'short', headers: { one: 'x', many: ['y', 'z'] } },
      { key: null, value: large },
    ]);
    await producer.close();

    const { records, stop } = collect(topic, codec);
    await eventually(() => expect(records).toHaveLength(2));
    await stop();
    expect(records.map((record) => record.value?.toString())).toEqual(['short', large]);
    expect(headerText(records[0]!, 'one')).toBe('x');
    expect(headerText(records[0]!, 'many')).toBe('z');
    expect(headerText(records[0]!, 'absent')).toBeUndefined();
  });

  it('reads a batch again after a retriable error, and goes on where it had committed after a restart', async () => {
    const topic = `${prefix}again`;
    await kafka.ensureTopics([{ name: topic, partitions: 1 }]);
    const producer = await kafka.openProducer();
    await producer.send(topic, [{ key: 'a', value: '1' }]);

    const tries: string[][] = [];
    const first = collect(topic, 'again', (offsets) => {
      tries.push(offsets);
      if (tries.length < 3) throw new AppError('test.not-yet', 'not yet', true);
    });
    await eventually(() => expect(first.records).toHaveLength(1));
    await first.stop();
    expect(tries).toEqual([['0'], ['0'], ['0']]);

    await producer.send(topic, [{ key: 'a', value: '2' }]);
    const second = collect(topic, 'again');
    await eventually(() => expect(second.records).toHaveLength(1));
    await second.stop();
    await producer.close();
    expect(second.records[0]?.value?.toString()).toBe('2');
  });

  it('tells of an unknown error instead of reading on', async () => {
    const topic = `${prefix}crash`;
    await kafka.ensureTopics([{ name: topic, partitions: 1 }]);
    const producer = await kafka.openProducer();
    await producer.send(topic, [{ key: 'a', value: '1' }]);
    await producer.close();
    const broken = collect(topic, 'crash', () => {
      throw new TypeError('a bug');
    });
    await eventually(() => expect(broken.crashes[0]).toBeInstanceOf(TypeError));
    await broken.stop();
    expect(broken.records).toHaveLength(0);
  });

  it('hands the partitions of a stopped member to the other', async () => {
    const topic = `${prefix}shared`;
    await kafka.ensureTopics([{ name: topic, partitions: 4 }]);
    const owned = new Map<string, number>();
    const join = (name: string): Promise<Consumer> =>
      kafka.consume({
        groupId: `${prefix}shared`,
        topics: [topic],
        minBytes: 1,
        maxWaitMs: 100,
        onCrash: () => undefined,
        onBatch: () => Promise.resolve(),
        onAssigned: (assignments) => owned.set(name, assignments.flatMap((a) => a.partitions).length),
      });
    const one = await join('one');
    await eventually(() => expect(owned.get('one')).toBe(4));
    const two = await join('two');
    await eventually(() => expect([owned.get('one'), owned.get('two')]).toEqual([2, 2]));
    await one.stop();
    await eventually(() => expect(owned.get('two')).toBe(4));
    await two.stop();
  });
});
