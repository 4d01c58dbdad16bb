import { setTimeout as pause } from 'node:timers/promises';
import { AppError, systemClock } from '#kernel';
import type { OutgoingRecord } from '#kafka';
import { z } from 'zod';
import { startProgress } from '../progress.js';
import { type JsonLine, readJsonLines } from '../read-json-lines.js';
import { keyOf, openSourceTopic } from '../source-topic.js';
import { batches } from './batches.js';

export interface ReplayOptions {
  /** Interactions a second; undefined: as fast as Kafka takes them. */
  readonly rate?: number;
  readonly shiftTo?: 'now';
  readonly topic?: string;
  readonly strict?: boolean;
}

/** What replay must know of an interaction; the rest is for the collector to judge. */
const replayedSchema = z.looseObject({
  occurred_at: z.iso.datetime({ offset: true }),
  session: z.string().optional(),
  actor: z.looseObject({ id: z.string().optional() }).optional(),
});
type Replayed = JsonLine<z.infer<typeof replayedSchema>>;

const batchBytes = 500_000;
const sendsPerSecond = 20;

/** How many interactions were produced and to which topic; resolves when the broker has them all. */
export async function replay(
  file: string,
  options: ReplayOptions,
): Promise<{ readonly topic: string; readonly produced: number }> {
  const shiftMs = options.shiftTo === undefined ? 0 : systemClock() - (await newestMs(file));
  await using topic = await openSourceTopic(options.topic);
  const { rate = Infinity, strict = false } = options;
  const lines = readJsonLines(file, { schema: replayedSchema, strict });
  const limits = { count: Math.min(500, Math.max(1, Math.floor(rate / sendsPerSecond))), bytes: batchBytes };
  const progress = startProgress('interactions');
  const startedAt = performance.now();
  let produced = 0;
  for await (const batch of batches(lines, limits)) {
    await pause(Math.max(0, startedAt + (produced / rate) * 1000 - performance.now()));
    await topic.send(batch.map((line) => recordOf(line, shiftMs)));
    produced += batch.length;
    progress.advance(batch.length);
  }
  progress.end();
  return { topic: topic.name, produced };
}

function recordOf({ value, bytes }: Replayed, shiftMs: number): OutgoingRecord {
  if (shiftMs === 0) return { key: keyOf(value), value: bytes };
  const occurredAt = new Date(Date.parse(value.occurred_at) + shiftMs).toISOString();
  return { key: keyOf(value), value: JSON.stringify({ ...value, occurred_at: occurredAt }) };
}

/** When the newest interaction of a file occurred. Bad lines are reported when they are replayed. */
async function newestMs(file: string): Promise<number> {
  if (file === '-') {
    throw new AppError('cli.usage', '--shift-to reads the file twice, which stdin does not allow', false);
  }
  let newest = -Infinity;
  for await (const { value } of readJsonLines(file, { schema: replayedSchema, onBadLine: () => undefined })) {
    newest = Math.max(newest, Date.parse(value.occurred_at));
  }
  return newest;
}
