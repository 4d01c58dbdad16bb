import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AppError, describeError } from '#kernel';
import { z } from 'zod';

const run = promisify(execFile);

/** Ways to log an interaction: formats, and `joined`, where a span and its log events are two messages. */
export const writers = ['native', 'otlp-protobuf', 'otlp-json', 'openinference', 'joined', 'mapped'] as const;

const figuresSchema = z.object({
  writer: z.enum(writers),
  /** Bytes of everything that is logged of one interaction. */
  bytes: z.number(),
  interactionsPerCpuSecond: z.number(),
  interactionsPerSecond: z.number(),
  /** How long JSON.parse takes for a native log of this size, to tell a slow build from a slow machine. */
  jsonParseMicros: z.number(),
  latencyMicros: z.object({ n: z.number(), p50: z.number(), p99: z.number() }),
});

/** What one core makes of one format at one size. */
export type CoreFigures = z.infer<typeof figuresSchema>;

export interface CoreBenchOptions {
  /** Seconds of the processor for each format and size. */
  readonly seconds: number;
  /** Where V8 writes a CPU profile of each. */
  readonly cpuProfile?: string;
}

/**
 * What one core makes of one format at one size: decode, adapt, resolve, mask, write, and join where there is something
 * to join, as the collector does it. A process of its own measures it, so that nothing is warm from another format.
 */
export async function benchCore(
  writer: (typeof writers)[number],
  sizeBytes: number,
  { seconds, cpuProfile }: CoreBenchOptions,
): Promise<CoreFigures> {
  const profile = cpuProfile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${cpuProfile}`];
  const args = [...profile, measureIngest, writer, String(sizeBytes), String(seconds)];
  try {
    const { stdout } = await run(process.execPath, args);
    return figuresSchema.parse(JSON.parse(stdout));
  } catch (cause) {
    throw new AppError(
      'bench.failed',
      `${writer} could not be measured: ${describeError(cause)}`,
      false,
      cause,
    );
  }
}

/** The collector's own bench program: the command line may not import the collector. */
const measureIngest = join(import.meta.dirname, '../../../collector/src/bench/measure-ingest.js');
