import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { guardrailRecordSchema, headerNames, interactionSchema } from '#contracts';
import { type Database, ModelRegistryStore, openDatabase } from '#database';
import type { OutgoingRecord } from '#kafka';
import { openKeyStore } from '#keys';
import { compileMaskingPolicy, parseMaskingPolicy } from '#privacy';
import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { createIngestPipeline } from '../../apps/collector/src/ingest.pipeline.js';
import { type Outcome, ingestMessage } from '../../apps/collector/src/ingest-message.js';
import { loadFormats } from '../../apps/collector/src/load-formats.js';
import { Vault } from '../../apps/collector/src/vault.js';
import { cleanUp } from '../support/clean-up.js';
import { cloneDatabase } from '../support/clone-database.js';
import { encodeExport } from '../support/encode-export.js';

const rounds = 10_000;
const seed = Number(process.env['TUNEWARDEN_SEED'] ?? Date.now() % 1_000_000);
const goldenFolder = join(process.cwd(), 'libs/formats/src/golden');
/** What is stored at once. */
const rowsOfAnInsert = 500;

type Pick = (below: number) => number;
interface Sample {
  readonly format: string;
  readonly input: unknown;
  readonly encode: (input: unknown) => Buffer;
}

it(`takes ${rounds} mutations of what instrumentations emit without a fault (seed ${seed})`, async () => {
  const database = await openDatabase({ url: await cloneDatabase(), applicationName: 'fuzz', poolSize: 1 });
  cleanUp(() => database.close());
  await database.rows('CREATE TABLE fuzzed (value text, occurred_at timestamptz, session text)');
  const ingest = await createIngest(database);
  const random = xoroshiro128plus(seed);
  const pick: Pick = (below) => uniformInt(random, 0, below - 1);
  const samples = goldenSamples();

  const outcome: Outcome = { masked: [], parts: [], deadLetters: [] };
  const codes = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    const { format, bytes } = mutation(samples[pick(samples.length)]!, pick);
    const before = outcome.masked.length + outcome.parts.length;
    const code = await ingest(bytes, format, outcome);
    const became = code ?? (outcome.masked.length + outcome.parts.length > before ? 'taken' : 'left out');
    codes.set(became, (codes.get(became) ?? 0) + 1);
    if (outcome.masked.length + outcome.parts.length > rowsOfAnInsert) await store(database, outcome);
  }
  await store(database, outcome);

  // "internal-error" is a step that threw: the one thing that must not happen.
  expect([...codes.keys()]).not.toContain('internal-error');
  expect(codes.get('taken')).toBeGreaterThan(rounds / 5);
  expect([...codes].filter(([code]) => code.startsWith('invalid-')).length).toBeGreaterThan(2);
  const [row] = await database.rows<{ stored: string }>('SELECT count(*) AS stored FROM fuzzed');
  expect(Number(row?.stored)).toBeGreaterThan(rounds / 5);
}, 180_000);

/** The collector's own pipeline, with its registry in Postgres, but no Kafka. */
async function createIngest(database: Database) {
  const formats = await loadFormats(undefined);
  const policy = compileMaskingPolicy(parseMaskingPolicy(''));
  const pipeline = createIngestPipeline({
    formatOf: (_topic, named) => formats.get(named ?? ''),
    limits: { maxBytes: 10_000_000 },
    registry: new ModelRegistryStore(database),
    maskingOf: (tenant) => ({ key: Buffer.alloc(32, 7), maskers: policy.maskersFor(tenant) }),
    vault: new Vault(openKeyStore({}), new Set()),
  });
  const logger = pino({ level: 'silent' });
  let offset = 0n;
  return (value: Buffer, format: string, outcome: Outcome): Promise<string | undefined> => {
    const headers = { [headerNames.format]: Buffer.from(format) };
    const record = {
      offset: offset++,
      key: null,
      value,
      headers,
      timestampMs: Date.parse('2026-11-24T12:00:00Z'),
    };
    return ingestMessage(pipeline, { topic: 'fuzz', partition: 0, record, takenUpAtMs: 1 }, outcome, logger);
  };
}

/** Every golden input, those of OTLP in both encodings. */
function goldenSamples(): readonly Sample[] {
  return readdirSync(goldenFolder).flatMap((file) => {
    const { format, input } = JSON.parse(readFileSync(join(goldenFolder, file), 'utf8')) as {
      readonly format: string;
      readonly input: unknown;
    };
    const json = { format, input, encode: asJson };
    if (!format.startsWith('otlp-')) return [json];
    const signal = format === 'otlp-traces' ? 'traces' : 'logs';
    return [json, { format, input, encode: (changed) => asProtobuf(signal, changed) }];
  });
}

function asJson(input: unknown): Buffer {
  return Buffer.from(JSON.stringify(input));
}

/** JSON where a changed request has no protobuf form. */
function asProtobuf(signal: 'traces' | 'logs', input: unknown): Buffer {
  try {
    return encodeExport(signal, input);
  } catch {
    return asJson(input);
  }
}

/** Half of them are still JSON or protobuf with other values in it, half have other bytes. */
function mutation({ format, input, encode }: Sample, pick: Pick): { format: string; bytes: Buffer } {
  if (pick(2) === 0) return { format, bytes: withOtherBytes(encode(input), pick) };
  const changed = structuredClone(input);
  for (let times = 1 + pick(4); times > 0; times--) changeValue(changed, pick);
  return { format, bytes: encode(changed) };
}

/** What is published must be what the analyzer parses, and text that Postgres takes; then forgets it. */
async function store(database: Database, outcome: Outcome): Promise<void> {
  const values = [...outcome.masked, ...outcome.parts].map((record) => publishedValue(record));
  expect(values.flatMap(({ texts }) => texts.filter((text) => !text.isWellFormed()))).toEqual([]);
  await database.execute(
    `INSERT INTO fuzzed SELECT value, to_timestamp(ms / 1000.0), session
     FROM unnest($1::text[], $2::bigint[], $3::text[]) AS row (value, ms, session)`,
    [
      values.map(({ texts }) => texts.join('\n')),
      values.map(({ occurredAtMs }) => occurredAtMs),
      values.map(({ session }) => session ?? null),
    ],
  );
  for (const list of [outcome.masked, outcome.parts, outcome.deadLetters]) list.length = 0;
}

function publishedValue({ value, headers }: OutgoingRecord) {
  const parsed: unknown = JSON.parse(String(value));
  if (headers?.[headerNames.recordKind] === 'guardrail') {
    const verdict = guardrailRecordSchema.parse(parsed);
    return { texts: textsIn(verdict), occurredAtMs: 0, session: undefined };
  }
  const interaction = interactionSchema.parse(parsed);
  return {
    texts: textsIn(interaction),
    occurredAtMs: interaction.occurredAtMs,
    session: interaction.session,
  };
}

/** Every text in a value, as Postgres would get them one by one. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner)]);
}

const awkwardValues: readonly unknown[] = [
  ...[null, true, -0, -1, 1e300, '', [], {}, 'a\u0000b', '\ud800', '__proto__', '1e999', '[{"role":7}]'],
  ...['9'.repeat(400), 'x'.repeat(20_000), '😀'.repeat(300), '\u202e', [[[[[]]]]], { type: 'text' }],
  { stringValue: {} },
];

/** Puts an awkward value, or another part of the same value, somewhere into a JSON value; or takes a part away. */
function changeValue(root: unknown, pick: Pick): void {
  const places = [...placesIn(root)];
  if (places.length === 0) return;
  const [holder, key] = places[pick(places.length)]!;
  const [otherHolder, otherKey] = places[pick(places.length)]!;
  const value = holder[key];
  if (typeof value === 'string' && /^[[{]/.test(value) && pick(4) > 0) {
    // Text that holds JSON is changed inside.
    const inner = parsedOrEmpty(value);
    changeValue(inner, pick);
    holder[key] = JSON.stringify(inner);
    return;
  }
  const change = pick(4);
  if (change === 0) delete holder[key];
  else if (change === 1) holder[key] = structuredClone(otherHolder[otherKey]);
  else holder[key] = structuredClone(awkwardValues[pick(awkwardValues.length)]);
}

function parsedOrEmpty(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Every place of a value, at whatever depth. */
function* placesIn(value: unknown): Generator<readonly [holder: Record<string, unknown>, key: string]> {
  if (typeof value !== 'object' || value === null) return;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    yield [holder, key];
    yield* placesIn(holder[key]);
  }
}

/** Values that parsers stumble over. */
const awkward = [
  ...[
    'null',
    '-0',
    '1e999',
    '""',
    '[]',
    '{}',
    'true',
    '"\\u0000"',
    '"\\ud800"',
    '\\ud83d',
    '[[[[',
    '"__proto__"',
  ],
  '9'.repeat(400),
  '{"stringValue":{}}',
].map((text) => Buffer.from(text));

/** Bytes flipped, cut out, doubled, moved, or replaced by what parsers stumble over; often a whole value of the JSON. */
function withOtherBytes(bytes: Buffer, pick: Pick): Buffer {
  let result = bytes;
  for (let times = 1 + pick(4); times > 0; times--) {
    const [at, end] = pick(3) === 0 ? valueAt(result, pick) : stretchAt(result, pick);
    const insert = [
      Buffer.from([pick(256)]),
      Buffer.alloc(0),
      result.subarray(at, end),
      awkward[pick(awkward.length)]!,
      stretchOf(result, pick),
    ][pick(5)]!;
    result = Buffer.concat([result.subarray(0, at), insert, result.subarray(end)]);
  }
  return result;
}

function stretchAt(bytes: Buffer, pick: Pick): readonly [from: number, to: number] {
  const at = pick(Math.max(1, bytes.length));
  return [at, Math.min(bytes.length, at + pick(30))];
}

function stretchOf(bytes: Buffer, pick: Pick): Buffer {
  return bytes.subarray(...stretchAt(bytes, pick));
}

/** From a colon to the next comma or bracket: a value, as far as that can be told without parsing. */
function valueAt(bytes: Buffer, pick: Pick): readonly [from: number, to: number] {
  const colon = bytes.indexOf(':', pick(Math.max(1, bytes.length)));
  if (colon < 0) return stretchAt(bytes, pick);
  const end = bytes.subarray(colon).findIndex((byte) => byte === 0x2c || byte === 0x7d || byte === 0x5d);
  return [colon + 1, end < 0 ? bytes.length : colon + end];
}
