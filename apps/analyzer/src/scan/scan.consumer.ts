import type { Database } from '#database';
import type { Consumer, KafkaBatch, KafkaDoor } from '#kafka';
import { type Logger, metrics, withSpan } from '#telemetry';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { FindingsRelay } from '../findings.relay.js';
import { EffectsGatherer } from './batch-effects.js';
import { flush } from './flush.js';
import type { PartitionMemory } from './partition-memory.js';
import type { PartitionOwner } from './partition-owner.js';
import type { ModelSettings } from './model-settings.store.js';
import { type Watched, createScanPipeline } from './scan.pipeline.js';
import type { JudgedCanary, ParsedGuardrail, Scanned } from './scanned.js';
import { attackFindings } from './attack-findings.js';

/** What the consumer works with. */
export interface ScanConsumerParts {
  readonly kafka: KafkaDoor;
  readonly database: Database;
  readonly owner: PartitionOwner;
  readonly relay: FindingsRelay;
  readonly watched: Watched;
  readonly settings: ModelSettings;
  readonly samplePerDay: number;
  readonly topic: string;
  readonly canaryTopic: string;
  readonly groupId: string;
  readonly logger: Logger;
}

/** A fetch waits so long for more, so that a batch and its transaction come about twice a second at a low rate. */
const maxWaitMs = 500;
const minBytes = 256 * 1024;
/** Detection is CPU work: between so many interactions the process sees to its timers and heartbeats. */
const yieldEvery = 200;

/** Takes every masked interaction through the scan pipeline and commits each batch as one transaction. */
export class ScanConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #consumer: Consumer | undefined;

  constructor(private readonly parts: ScanConsumerParts) {}

  async onApplicationBootstrap(): Promise<void> {
    const { kafka, owner, topic, groupId, logger } = this.parts;
    await kafka.ensureTopics([{ name: topic, partitions: 4, config: { 'max.message.bytes': '22020096' } }]);
    this.#consumer = await kafka.consume({
      groupId,
      topics: [topic],
      minBytes,
      maxWaitMs,
      onAssigned: (assignments) => {
        const owned = assignments.flatMap(({ topic: name, partitions }) =>
          partitions.map((partition) => ({ topic: name, partition })),
        );
        owner.assign(owned);
        metrics.partitionsOwned.record(owned.length, { topic });
      },
      onBatch: (batch) => this.#handle(batch),
      onRetry: (error, attempt) => logger.warn({ code: error.code, attempt }, 'batch waits for a retry'),
      onCrash: (error) => {
        throw error;
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#consumer?.stop();
  }

  async #handle(batch: KafkaBatch): Promise<void> {
    const startedAt = performance.now();
    const foundSome = await this.parts.owner.work(batch, (memory) => this.#scan(batch, memory));
    metrics.kafkaBatchDuration.record(performance.now() - startedAt, { topic: this.parts.topic });
    if (foundSome) await this.parts.relay.tick();
  }

  /** True where the batch gave findings. */
  async #scan(batch: KafkaBatch, memory: PartitionMemory): Promise<boolean> {
    const { database, watched, settings, samplePerDay, canaryTopic } = this.parts;
    const expectedOffset = memory.nextOffset;
    const fresh = batch.records.filter((record) => record.offset >= expectedOffset);
    const last = fresh.at(-1);
    if (last === undefined) return false;
    const thresholdOf = (modelKey: number) => settings.flagThresholdOf(modelKey);
    const pipeline = createScanPipeline(watched, memory, { canaryTopic, thresholdOf });
    await settings.refresh();
    const effects = new EffectsGatherer(batch.partition, memory, {
      retainOf: (modelKey) => settings.retainOf(modelKey),
      samplePerDay,
    });
    for (const [index, record] of fresh.entries()) {
      const result = await pipeline.run({ topic: batch.topic, partition: batch.partition, record });
      if (result.kind === 'ok') await take(effects, result.value);
      else metrics.analyzerSkipped.add(1, { reason: result.kind === 'drop' ? result.reason : result.code });
      if (index % yieldEvery === yieldEvery - 1) await new Promise(setImmediate);
    }
    effects.closeIdleSessions();
    const target = { ...batch, expectedOffset, nextOffset: last.offset + 1n };
    await flush(database, target, effects, memory);
    metrics.analyzed.add(fresh.length);
    return effects.findings.length > 0;
  }
}

async function take(
  effects: EffectsGatherer,
  taken: Scanned | ParsedGuardrail | JudgedCanary,
): Promise<void> {
  if ('guardrail' in taken) effects.addGuardrail(taken);
  else if ('canary' in taken) effects.addCanary(taken);
  else effects.add(await traced(taken));
}

/** A span for what becomes a finding; the rest of the traffic would only fill somebody's tracing bill. */
function traced(scanned: Scanned): Promise<Scanned> | Scanned {
  if (attackFindings(scanned).length === 0) return scanned;
  const { traceparent: parent = '', partition, record, topic } = scanned;
  const attributes = {
    'messaging.system': 'kafka',
    'messaging.destination.name': topic,
    'messaging.destination.partition.id': String(partition),
    'messaging.kafka.message.offset': String(record.offset),
    'tunewarden.outcome': scanned.signal.outcome,
  };
  return withSpan('analyze', { kind: 'consumer', parent, attributes }, ({ traceparent }) => ({
    ...scanned,
    traceparent,
  }));
}
