import { deadLetterHeaderNames as names, headerNames } from '#contracts';
import { type KafkaRecord, headerText } from '#kafka';

export type MaskText = (text: string) => string;

/** A row of the list of dead letters. */
export interface DeadLetterRow {
  readonly offset: bigint;
  readonly failedAt: Date;
  readonly firstFailedAt: Date;
  readonly sourceTopic: string;
  readonly sourcePartition: number;
  readonly sourceOffset: bigint;
  readonly stage: string;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
  readonly bytes: number;
  /** null: not text. */
  readonly head: string | null;
  /** The trace of who logged it, where it is one. */
  readonly traceparent: string | null;
}

/** So much is masked, which is more than is kept: an entity that the cut goes through is not in what is kept. */
const maskedCharacters = 4_000;
const keptCharacters = 200;

/** What the list says of a dead letter; anybody may have written its headers. */
export function describeDeadLetter(record: KafkaRecord, mask: MaskText): DeadLetterRow {
  const text = (name: string): string => plain(headerText(record, name) ?? 'unknown').slice(0, 300);
  const whole = (name: string): bigint => BigInt(/^\d{1,18}$/.exec(headerText(record, name) ?? '')?.[0] ?? 0);
  const failedAt = new Date(record.timestampMs);
  const firstMs = Date.parse(headerText(record, names.firstFailedAt) ?? '');
  return {
    offset: record.offset,
    failedAt,
    firstFailedAt: Number.isNaN(firstMs) || firstMs > record.timestampMs ? failedAt : new Date(firstMs),
    sourceTopic: text(names.topic),
    sourcePartition: Number(whole(names.partition) % 1_000_000n),
    sourceOffset: whole(names.offset),
    stage: text(names.stage),
    code: text(names.exceptionClass),
    message: text(names.exceptionMessage),
    attempts: Math.max(1, Number(whole(names.attempts) % 1_000_000n)),
    bytes: record.value?.length ?? 0,
    head: headOf(record, mask),
    traceparent: /^[0-9a-f]{2}(?:-[0-9a-f]+){3}$/.exec(text(headerNames.traceparent))?.[0] ?? null,
  };
}

/**
 * The masked beginning of a text. Bytes that are no text have none: between lengths and tags of a binary format no
 * masker knows where a number begins.
 */
function headOf(record: KafkaRecord, mask: MaskText): string | null {
  const { value } = record;
  if (value === null || value.length === 0 || isBinary(record)) return null;
  const start = value.subarray(0, 4 * maskedCharacters);
  const text = new TextDecoder().decode(start).slice(0, maskedCharacters);
  // U+0000 stands between the letters of UTF-16, and no masker sees through it.
  const replaced = text.match(/[\ufffd\0]/g)?.length ?? 0;
  if (replaced > 1) return null;
  return [...mask(unescaped(plain(unescaped(text))))].slice(0, keptCharacters).join('');
}

function isBinary(record: KafkaRecord): boolean {
  return (
    /protobuf|octet-stream/i.test(headerText(record, headerNames.contentType) ?? '') ||
    record.value?.[0] === 0x0a
  );
}

/** Escapes of JSON hide an entity from the maskers. */
function unescaped(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** What Postgres can hold. */
function plain(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
