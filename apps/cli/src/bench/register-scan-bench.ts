import type { Command } from 'commander';
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
    .option('--json', 'figures as JSON Lines instead of a table')
    .action(async ({ json, count }: { json?: boolean; count: number }) => {
      const lines = json === true ? openJsonLines() : undefined;
      for (const figures of benchScan(await loadDetector(), count)) {
        if (lines === undefined) process.stdout.write(`${inWords(figures)}\n`);
        else await lines.write(figures);
      }
    });
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
