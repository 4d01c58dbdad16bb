import { headerNames } from '#contracts';
import { type Database, claimUnrelayed, markRelayed } from '#database';
import type { KafkaDoor, Producer } from '#kafka';
import { type Logger, type ScheduledWork, metrics, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';

const findingsOfASend = 200;

/**
 * Sends findings from their table to Kafka: marked in the transaction that claims them, after the broker's ack. A
 * process that dies in between sends them again, and alerting's inbox knows them.
 */
export class FindingsRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #work: ScheduledWork;
  #producer: Producer | undefined;

  constructor(
    private readonly database: Database,
    private readonly kafka: KafkaDoor,
    private readonly topic: string,
    logger: Logger,
  ) {
    this.#work = scheduledWork('findings relay', logger, () => this.#relay());
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.kafka.ensureTopics([{ name: this.topic, partitions: 4 }]);
    this.#producer = await this.kafka.openProducer();
  }

  @Interval(500)
  tick(): Promise<void> {
    return this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
    await this.#producer?.close();
  }

  async #relay(): Promise<void> {
    const producer = this.#producer;
    if (producer === undefined) return;
    let relayed: number;
    do relayed = await this.#relaySome(producer);
    while (relayed === findingsOfASend);
  }

  #relaySome(producer: Producer): Promise<number> {
    return this.database.transaction(async (tx) => {
      const claimed = await claimUnrelayed(tx, findingsOfASend);
      if (claimed.length === 0) return 0;
      await producer.send(
        this.topic,
        claimed.map(({ fingerprint, body }) => ({
          key: fingerprint,
          value: JSON.stringify(body),
          ...(body.traceparent !== undefined && { headers: { [headerNames.traceparent]: body.traceparent } }),
        })),
      );
      await markRelayed(
        tx,
        claimed.map(({ finding_id }) => finding_id),
      );
      for (const { body } of claimed) metrics.findings.add(1, { kind: body.kind, severity: body.severity });
      return claimed.length;
    });
  }
}
