import type { IncomingHttpHeaders } from 'node:http';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '#config';
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
  readonly token: Secret | undefined;
}

type Encoding = 'application/x-protobuf' | 'application/json';

/** Hands OTLP exports over to Kafka as they came; the collector reads them from there as it reads everything. */
export class OtlpForwarder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #producer: Producer | undefined;

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
    const { targets, limits, token } = this.parts;
    if (token !== undefined && !isBearer(headers.authorization, token)) {
      throw new OtlpRefusal(401, 'Send the OTLP_TOKEN of the collector as a bearer token');
    }
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

  async #send(topic: string, value: Buffer, encoding: Encoding): Promise<void> {
    try {
      if (this.#producer === undefined) throw new OtlpRefusal(503, 'The collector is starting');
      await this.#producer.send(topic, [
        { key: null, value, headers: { [headerNames.contentType]: encoding } },
      ]);
    } catch (error) {
      if (error instanceof OtlpRefusal) throw error;
      throw new OtlpRefusal(503, 'Kafka does not take it now');
    }
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

/** Digests are of one length, so the comparison tells nothing by its time. */
function isBearer(authorization: string | undefined, token: Secret): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token.reveal()}`));
}
