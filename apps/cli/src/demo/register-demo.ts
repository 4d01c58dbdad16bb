import { systemClock } from '#kernel';
import type { Command } from 'commander';
import { positive } from '../positive.js';
import { openJsonLines } from '../write-json-lines.js';
import { runLive } from './run-live.js';
import { writeHistory } from './write-history.js';

interface DemoOptions {
  readonly history?: string;
  readonly rate: number;
  readonly seed: number;
}

/** Adds `demo` to the command line. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'Generated traffic of four tuned models and a base: attacks, a few that work, and a model that drifts. To Kafka, without end.',
    )
    .option('--history <file>', 'instead write the three quiet weeks before now to a file (.gz packs it)')
    .option('--rate <n>', 'interactions a second', positive, 8)
    .option('--seed <n>', 'other numbers give other traffic', positive, 1)
    .action(runDemo);
}

async function runDemo({ history, rate, seed }: DemoOptions): Promise<void> {
  const nowMs = systemClock();
  if (history !== undefined) {
    const interactions = await writeHistory(history, seed, nowMs);
    if (history !== '-') await openJsonLines().write({ summary: { file: history, interactions } });
    return;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  await runLive({ seed, rate, startMs: nowMs }, systemClock, stop.signal);
}
