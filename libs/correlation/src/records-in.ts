import { hash32 } from './sketch.js';

/**
 * A record that a text names: a digest of it, one of its kind (whose numbers are one sequence), and one of the block of
 * a hundred that its number lies in (0: it has no number).
 */
export type NamedRecord = readonly [record: number, kind: number, block: number];

/** Of longer texts the beginning is read. */
const mostCharacters = 20_000;
/** What masking made of a person's data: the same value is the same token. */
const maskedToken = /\u27e6([a-z][a-z-]{0,40}):[0-9a-f]{12}\u27e7/g;
/** Types that say whose record it is; a card, a password or an address of a server does not. */
const subjectTypes = new Set([
  'bank-account',
  'driver-licence',
  'email',
  'iban',
  'medical-record',
  'national-id',
  'national-insurance',
  'nhs-number',
  'passport',
  'person-name',
  'phone',
  'policy-number',
  'ssn',
]);
/** `CL-204113`, `#48213`, `1044871`: a year, a price or a quantity is shorter. */
const numbered = /(?<![\p{L}\p{N}])(?:\p{Lu}{1,6}[-_]?\d{4,12}|#\d{4,12}|\d{6,12})(?![\p{L}\p{N}])/gu;

/**
 * The distinct records that a masked text names: people by their masked data, cases and accounts by their numbers.
 * Digests only. Names in running text are found where masking finds them.
 */
export function recordsIn(text: string): readonly NamedRecord[] {
  const read = text.slice(0, mostCharacters);
  const people = [...read.matchAll(maskedToken)]
    .filter(([, type = '']) => subjectTypes.has(type))
    .map(([token, type = '']): NamedRecord => [hash32(token), hash32(type), 0]);
  const cases = [...read.matchAll(numbered)].map(([name]): NamedRecord => {
    const block = name.slice(0, -2);
    return [hash32(name), hash32(`#${name.replace(/\d{1,12}$/, '')}`), hash32(block) || 1];
  });
  return [...new Map([...people, ...cases].map((record) => [record[0], record])).values()];
}

/** How many records these are: of the kind that most of them have, since one record often has a number, a phone and a name. */
export function countRecords(records: readonly NamedRecord[]): number {
  return largestGroup(records.map(([, kind]) => kind));
}

/** The most records whose numbers lie in one block of a hundred: numbers that are tried one after another. */
export function countInOneBlock(records: readonly NamedRecord[]): number {
  return largestGroup(records.map(([, , block]) => block).filter((block) => block !== 0));
}

function largestGroup(keys: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
