import { headerNames } from '#contracts';
import type { KafkaRecord, OutgoingRecord } from '#kafka';
import { openKeyStore } from '#keys';
import { compileMaskingPolicy, parseMaskingPolicy } from '#privacy';
import { createLogger } from '#telemetry';
import { type Outcome, ingestMessage } from '../ingest-message.js';
import { type IngestPipeline, createIngestPipeline } from '../ingest.pipeline.js';
import { joinRecords } from '../join/join-records.js';
import { loadFormats } from '../load-formats.js';
import { Vault } from '../vault.js';
import { type BenchMessage, benchMessages, bytesOf } from './bench-messages.js';

/** `bench ingest` runs this. Arguments: how it is logged, bytes of a log, seconds. Figures on stdout, as one JSON line. */
const [writerName = 'native', sizeText = '1000', secondsText = '3'] = process.argv.slice(2);
const exchanges = benchMessages(writerName, Number(sizeText), 256);
/** Seconds of the processor, not of the clock: on a busy machine the compiler would not be done otherwise. */
const warmUpSeconds = 2;
const exchangesBetweenLooks = 100;
const logger = createLogger({ service: 'tunewarden-collector-bench', level: 'warn' });

/** Nobody's originals are kept, as by default. */
const vault = new Vault(openKeyStore({}), new Set());
const pipeline = await openPipeline();
await run(warmUpSeconds);
const { count, latencies, cpuMicros, elapsedMs } = await run(Number(secondsText));
latencies.sort((a, b) => a - b);
const figures = {
  writer: writerName,
  bytes: Math.round(exchanges.reduce((sum, messages) => sum + bytesOf(messages), 0) / exchanges.length),
  interactionsPerCpuSecond: Math.round((count * 1e6) / cpuMicros),
  interactionsPerSecond: Math.round((count * 1e3) / elapsedMs),
  jsonParseMicros: jsonParseMicros(),
  latencyMicros: { n: count, p50: micros(0.5), p99: micros(0.99) },
};
process.stdout.write(`${JSON.stringify(figures)}\n`);

/** The collector's own pipeline, with every masker; only the registry of models is a number instead of Postgres. */
async function openPipeline(): Promise<IngestPipeline> {
  const formats = await loadFormats(undefined);
  const policy = compileMaskingPolicy(parseMaskingPolicy(''));
  const key = Buffer.alloc(32, 7);
  return createIngestPipeline({
    formatOf: (topic) => formats.get(topic),
    limits: { maxBytes: 10_000_000 },
    registry: { resolve: () => Promise.resolve(1) },
    maskingOf: (tenant) => ({ key, maskers: policy.maskersFor(tenant) }),
    vault,
  });
}

/** Takes exchange after exchange for so many seconds of the processor. */
async function run(cpuSeconds: number) {
  const latencies: number[] = [];
  const before = process.cpuUsage();
  const startedAt = performance.now();
  for (let cpuMicros = 0; cpuMicros < cpuSeconds * 1e6; cpuMicros = microsSince(before)) {
    for (let one = 0; one < exchangesBetweenLooks; one++) {
      const at = performance.now();
      await ingest(exchanges[latencies.length % exchanges.length] ?? [], latencies.length);
      latencies.push(performance.now() - at);
    }
  }
  const elapsedMs = performance.now() - startedAt;
  return { count: latencies.length, latencies, elapsedMs, cpuMicros: microsSince(before) };
}

function microsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Everything that becomes of one exchange, and a check that it is one interaction. */
async function ingest(messages: readonly BenchMessage[], number: number): Promise<void> {
  const outcome: Outcome = { masked: [], parts: [], deadLetters: [] };
  for (const message of messages) {
    const received = {
      topic: message.format,
      partition: 0,
      record: recordOf(message, number),
      takenUpAtMs: 0,
    };
    await ingestMessage(pipeline, received, outcome, logger);
  }
  if (outcome.parts.length > 0) {
    const joined = joinRecords(outcome.parts.map(asRead), 'bench', vault);
    if (joined.kind === 'interaction') outcome.masked.push(joined.record);
  }
  if (outcome.masked.length !== 1)
    throw new Error(`${writerName} gave ${outcome.masked.length} interactions`);
}

function recordOf({ value, contentType }: BenchMessage, number: number): KafkaRecord {
  const headers: KafkaRecord['headers'] =
    contentType === undefined ? {} : { [headerNames.contentType]: Buffer.from(contentType) };
  return { offset: BigInt(number), key: null, value, headers, timestampMs: 1_795_514_400_000 };
}

/** As the parts' consumer would read it. */
function asRead({ key, value, headers = {} }: OutgoingRecord): KafkaRecord {
  return {
    offset: 0n,
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, text]) => [name, Buffer.from(String(text))]),
    ),
    timestampMs: 0,
  };
}

/** What the machine's cheapest way to read such a text costs now. */
function jsonParseMicros(): number {
  const texts = benchMessages('native', Number(sizeText), 256).map(([message]) => String(message?.value));
  const before = process.cpuUsage();
  for (let count = 0; count < 20_000; count++) JSON.parse(texts[count % texts.length] ?? '');
  return Math.round((microsSince(before) / 20_000) * 100) / 100;
}

function micros(q: number): number {
  return Math.round((latencies[Math.ceil(q * latencies.length) - 1] ?? NaN) * 1_000);
}
