import { own } from '../own.js';

/** Attributes by name, as plain values; a name that stands twice has its last value. */
export type Attributes = ReadonlyMap<string, unknown>;

/** Deeper values are nobody's message. */
const deepest = 64;
/** And nobody's message has more keys: a million of them would hold everything up for seconds. */
const mostKeys = 10_000;

/** A list of OTLP key-values as a map. */
export function attributesOf(keyValues: unknown): Attributes {
  const attributes = new Map<string, unknown>();
  for (const keyValue of listOf(keyValues).slice(0, mostKeys)) {
    const key = own(keyValue, 'key');
    if (typeof key === 'string') attributes.set(key, plainValue(own(keyValue, 'value')));
  }
  return attributes;
}

/** An OTLP AnyValue as a plain value: text, number, boolean, list, object without a prototype, or null. */
export function plainValue(value: unknown, depth = 0): unknown {
  if (depth > deepest) return null;
  const text = own(value, 'stringValue');
  if (typeof text === 'string') return text;
  const boolean = own(value, 'boolValue');
  if (typeof boolean === 'boolean') return boolean;
  const whole = own(value, 'intValue');
  if (whole !== undefined) return wholeNumber(whole);
  const double = own(value, 'doubleValue');
  if (double !== undefined) return typeof double === 'object' ? NaN : Number(double);
  const array = own(value, 'arrayValue');
  if (array !== undefined) return listOf(own(array, 'values')).map((one) => plainValue(one, depth + 1));
  const entries = own(value, 'kvlistValue');
  if (entries !== undefined) return objectOf(own(entries, 'values'), depth);
  const bytes = own(value, 'bytesValue');
  if (bytes instanceof Uint8Array) return Buffer.from(bytes).toString('base64');
  return typeof bytes === 'string' ? bytes : null;
}

/** A 64-bit integer, which is text in JSON and two halves in protobuf; NaN where it is none. */
export function wholeNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return value.length > 20 ? NaN : Number(value);
  const [low, high] = [own(value, 'low'), own(value, 'high')];
  if (typeof low !== 'number' || typeof high !== 'number') return NaN;
  return (own(value, 'unsigned') === true ? high >>> 0 : high) * 2 ** 32 + (low >>> 0);
}

/** The items of a list; none where it is no list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function objectOf(keyValues: unknown, depth: number): unknown {
  const object = Object.create(null) as Record<string, unknown>;
  for (const keyValue of listOf(keyValues).slice(0, mostKeys)) {
    const key = own(keyValue, 'key');
    if (typeof key === 'string') object[key] = plainValue(own(keyValue, 'value'), depth + 1);
  }
  return object;
}
