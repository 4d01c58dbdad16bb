import { findingSchema, headerNames } from '#contracts';
import { type Consumer, type KafkaBatch, type KafkaDoor, type KafkaRecord, headerText } from '#kafka';
import { type Logger, metrics, withSpan } from '#telemetry';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { IncidentService } from './incident.service.js';
import { unreadableFinding } from './unreadable-finding.js';

export interface FindingsOptions {
  readonly topic: string;
  readonly groupId: string;
  /** Called when messages may be owed that nobody has looked for yet. */
  readonly onTaken: () => void;
}

const partitions = 4;

/**
 * Takes findings from Kafka to the incident service, those of a partition one after another: a fingerprint's findings share
 * one. Each is a transaction that mostly waits for Postgres, so partitions are taken side by side.
 */
export class FindingsConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #consumer: Consumer | undefined;

  constructor(
    private readonly kafka: KafkaDoor,
    private readonly incidents: IncidentService,
    private readonly options: FindingsOptions,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { topic, groupId } = this.options;
    await this.kafka.ensureTopics([{ name: topic, partitions }]);
    this.#consumer = await this.kafka.consume({
      groupId,
      topics: [topic],
      minBytes: 1,
      maxWaitMs: 250,
      concurrency: partitions,
      onBatch: (batch) => this.#handle(batch),
      onRetry: (error, attempt) => this.logger.warn({ code: error.code, attempt }, 'batch waits for a retry'),
      onCrash: (error) => {
        throw error;
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#consumer?.stop();
  }

  async #handle(batch: KafkaBatch): Promise<void> {
    for (const record of batch.records) await this.#take(record, batch.partition);
    this.options.onTaken();
  }

  /** Only an analyzer writes findings; what is none is an incident of its own, never in the way of the next. */
  async #take(record: KafkaRecord, partition: number): Promise<void> {
    const parsed = findingSchema.safeParse(jsonOf(record.value));
    const place = { topic: this.options.topic, partition, offset: record.offset };
    if (!parsed.success) {
      this.logger.error({ ...place, offset: String(record.offset) }, 'a record is no finding');
    }
    const finding = parsed.success ? parsed.data : unreadableFinding(place, record.timestampMs);
    const parent = headerText(record, headerNames.traceparent) ?? '';
    await withSpan('incident', { kind: 'consumer', parent }, (span) =>
      this.incidents.take(finding, span.traceparent),
    );
    metrics.findingsTaken.add(1, { kind: finding.kind });
  }
}

function jsonOf(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString('utf8') ?? '') as unknown;
  } catch {
    return undefined;
  }
}
