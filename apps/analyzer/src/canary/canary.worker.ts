import type { NativeInteraction } from '#contracts';
import { type Database, insertFindings } from '#database';
import { canaries } from '#detection';
import { minuteMs } from '#drift';
import type { KafkaDoor, Producer } from '#kafka';
import type { Clock } from '#kernel';
import { canaryFindings } from './canary-finding.js';
import { writeCanaryId } from './canary-id.js';
import { enterCanaries, forgetCanaries, judgeCanaries } from './canary.store.js';

/** The whole way takes a second; what takes longer than this is lost. */
const lostAfterMs = 3 * minuteMs;
const rememberedMs = 24 * 60 * minuteMs;

/**
 * Sends a known attack of each family through collector and analyzer every minute, and states what does not arrive or
 * is not found. Of many analyzers one sends and one judges.
 */
export class CanaryWorker {
  readonly #startedAtMs: number;
  #producer: Producer | undefined;

  constructor(
    private readonly parts: {
      readonly database: Database;
      readonly kafka: KafkaDoor;
      readonly topic: string;
      readonly clock: Clock;
    },
  ) {
    this.#startedAtMs = parts.clock();
  }

  async run(): Promise<void> {
    const nowMs = this.parts.clock();
    await this.#send(nowMs);
    await this.#judge(nowMs);
  }

  async close(): Promise<void> {
    await this.#producer?.close();
  }

  /** Entered and sent in one transaction: where it dies in between, the next one sends again. */
  async #send(nowMs: number): Promise<void> {
    const { database, kafka, topic } = this.parts;
    const minute = Math.floor(nowMs / minuteMs) * minuteMs;
    const families = canaries.map(({ family }) => family);
    if (this.#producer === undefined) {
      await kafka.ensureTopics([{ name: topic, partitions: 4 }]);
      this.#producer = await kafka.openProducer();
    }
    const producer = this.#producer;
    await database.transaction(async (tx) => {
      const entered = await enterCanaries(tx, { minuteMs: minute, families, nowMs });
      if (entered > 0) await producer.send(topic, recordsOf(minute, nowMs));
    });
  }

  /** What was sent before this process ran may have been lost with those before it: nobody was there to find it. */
  async #judge(nowMs: number): Promise<void> {
    const { database, topic } = this.parts;
    await database.transaction(async (tx) => {
      const failed = await judgeCanaries(tx, { sinceMs: this.#startedAtMs, dueMs: nowMs - lostAfterMs });
      await insertFindings(tx, canaryFindings(failed, { topic, sent: canaries.length, nowMs }));
      await forgetCanaries(tx, nowMs - rememberedMs);
    });
  }
}

function recordsOf(minute: number, nowMs: number) {
  return canaries.map(({ family, input }) => {
    const id = writeCanaryId({ minuteMs: minute, family });
    const interaction: Pick<NativeInteraction, 'id' | 'occurred_at' | 'messages'> & object = {
      id,
      occurred_at: new Date(nowMs).toISOString(),
      messages: input.messages.map((message) => ({ ...message })),
    };
    return { key: id, value: JSON.stringify({ ...interaction, model: { id: 'canary' } }) };
  });
}
