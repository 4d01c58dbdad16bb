import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type DecodeLimits, headerNames } from '#contracts';
import type { Format } from '#formats';
import type { KafkaDoor, Producer } from '#kafka';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { OtlpRefusal } from './otlp-refusal.js';

export type OtlpSignal = 'traces' | 'logs';

/** What the forwarder works with. */
export interface OtlpForwarderParts {
  readonly kafka: KafkaDoor;
  /** Topic and format of each signal that is read; one that is missing is refused. */
  readonly targets: Readonly<
    Partial<Record<OtlpSignal, { readonly topic: string; readonly format: Format }>>
  >;
  readonly limits: DecodeLimits;
}

type Encoding = 'application/x-protobuf' | 'application/json';

/** Exporters wait ten seconds by default. */
const acknowledgedWithinMs = 5_000;
/** Bytes that Kafka has not acknowledged, at most, those of answered requests included. */
const mostUnacknowledged = 64 * 1024 * 1024;
const kafkaIsAway = 'Kafka does not take it now';

/** Hands OTLP exports over to Kafka as they came; the collector reads them from there as it reads everything. */
export class OtlpForwarder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #producer: Producer | undefined;
  #unacknowledged = 0;

  constructor(private readonly parts: OtlpForwarderParts) {}

  async onApplicationBootstrap(): Promise<void> {
    this.#producer = await this.parts.kafka.openProducer();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#producer?.close();
  }

  /** The encoding of a request by its header; protobuf where it says nothing known. */
  static encodingOf(headers: IncomingHttpHeaders): Encoding {
    return isJson(headers) ? 'application/json' : 'application/x-protobuf';
  }

  /** Resolves once Kafka has the export. Throws an OtlpRefusal. */
  async forward(signal: OtlpSignal, bytes: Buffer, headers: IncomingHttpHeaders): Promise<void> {
    const { targets, limits } = this.parts;
    const target = targets[signal];
    if (target === undefined)
      throw new OtlpRefusal(404, `SOURCE_TOPICS has no topic in the format otlp-${signal}`);
    if (!isKnownType(headers)) {
      throw new OtlpRefusal(415, 'The content type must be application/x-protobuf or application/json');
    }
    const encoding = OtlpForwarder.encodingOf(headers);
    // No span or log record at all is nothing to keep, and a valid export.
    if (bytes.length === 0 && encoding === 'application/x-protobuf') return;
    const decoded = target.format.decode(bytes, encoding, limits);
    if (!decoded.ok)
      throw new OtlpRefusal(decoded.error.code === 'too-large' ? 413 : 400, decoded.error.message);
    await this.#send(target.topic, bytes, encoding);
  }

  /** An export that Kafka takes after all, after its exporter was told to come again, is known by its spans' ids. */
  async #send(topic: string, value: Buffer, encoding: Encoding): Promise<void> {
    if (this.#producer === undefined) throw new OtlpRefusal(503, 'The collector is starting');
    if (this.#unacknowledged + value.length > mostUnacknowledged) throw new OtlpRefusal(503, kafkaIsAway);
    this.#unacknowledged += value.length;
    const record = { key: null, value, headers: { [headerNames.contentType]: encoding } };
    const sent = this.#producer
      .send(topic, [record])
      .then(
        () => true,
        () => false,
      )
      .finally(() => (this.#unacknowledged -= value.length));
    const answered = new AbortController();
    const late = pause(acknowledgedWithinMs, false, { signal: answered.signal }).catch(() => false);
    const isSent = await Promise.race([sent, late]);
    answered.abort();
    if (!isSent) throw new OtlpRefusal(503, kafkaIsAway);
  }
}

function mediaType(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function isJson(headers: IncomingHttpHeaders): boolean {
  return mediaType(headers) === 'application/json';
}

function isKnownType(headers: IncomingHttpHeaders): boolean {
  return isJson(headers) || mediaType(headers) === 'application/x-protobuf';
}
