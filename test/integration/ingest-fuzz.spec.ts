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
import { type Pick, changeValue, withOtherBytes } from './mutate-input.js';

const rounds = 10_000;
const seed = Number(process.env['TUNEWARDEN_SEED'] ?? Date.now() % 1_000_000);
const goldenFolder = join(process.cwd(), 'libs/formats/src/golden');
/** What is stored at once. */
const rowsOfAnInsert = 500;

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
