import type { Command } from 'commander';
import { readCorpus } from '../heads/read-corpus.js';
import { positive } from '../positive.js';
import { loadDetector } from '../rules/load-detector.js';
import { openJsonLines } from '../write-json-lines.js';
import { type ScanFigures, benchScan } from './scan-bench.js';

/** Adds `scan` to the benches. */
export function registerScanBench(bench: Command): void {
  bench
    .command('scan')
    .description(
      'Interactions/s that one core scans with the shipped rules and heads, and the worst of 1 MB texts.',
    )
    .option('--count <n>', 'interactions of each kind', positive, 20_000)
    .option(
      '--data <folder>',
      'the ordinary texts of 150 to 600 characters of this folder instead of generated ones',
    )
    .option('--json', 'figures as JSON Lines instead of a table')
    .action(async ({ json, count, data }: { json?: boolean; count: number; data?: string }) => {
      const lines = json === true ? openJsonLines() : undefined;
      for (const figures of benchScan(await loadDetector(), count, await promptsIn(data))) {
        if (lines === undefined) process.stdout.write(`${inWords(figures)}\n`);
        else await lines.write(figures);
      }
    });
}

/** In an order that mixes them, so that texts of one file do not come one after another. */
async function promptsIn(folder: string | undefined): Promise<readonly string[]> {
  if (folder === undefined) return [];
  const texts = (await readCorpus(folder))
    .filter(({ label, text }) => label === 'benign' && text.length >= 150 && text.length <= 600)
    .map(({ text }) => text);
  return texts.map((_, index) => texts[(index * 7_919) % texts.length] ?? '');
}

function inWords({
  kind,
  n,
  meanCharacters,
  interactionsPerCpuSecond,
  p50Ms,
  p99Ms,
  maxMs,
}: ScanFigures): string {
  return (
    `${kind}, ${meanCharacters} characters: ${interactionsPerCpuSecond} interactions a second of one core, ` +
    `p50 ${p50Ms} ms, p99 ${p99Ms} ms, longest ${maxMs} ms (n = ${n})`
  );
}
