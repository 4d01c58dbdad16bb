/** Header values as Kafka holds them: bytes, and a name may stand more than once. */
export type KafkaHeaders = Readonly<Record<string, Buffer | Buffer[]>>;

/** One message as it was read. */
export interface KafkaRecord {
  readonly offset: bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: KafkaHeaders;
  /** Broker or producer time, milliseconds since the epoch. */
  readonly timestampMs: number;
}

/** One message to be written. */
export interface OutgoingRecord {
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[]>>;
  /** Default: by key, as the Java client does (murmur2). */
  readonly partition?: number;
  readonly timestampMs?: number;
}

/** The text of a header's last value, or undefined where the record has no such header. */
export function headerText(record: Pick<KafkaRecord, 'headers'>, name: string): string | undefined {
  return headerBytes(record, name)?.toString('utf8');
}

/** The bytes of a header's last value, or undefined where the record has no such header. */
export function headerBytes(record: Pick<KafkaRecord, 'headers'>, name: string): Buffer | undefined {
  const value = record.headers[name];
  return Array.isArray(value) ? value.at(-1) : value;
}
