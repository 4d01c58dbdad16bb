import type { Command } from 'commander';
import { readCorpus } from '../heads/read-corpus.js';
import { positive } from '../positive.js';
import { loadDetector } from '../rules/load-detector.js';
import { openJsonLines } from '../write-json-lines.js';
import { type ScanFigures, benchScan, defaultScanBenchPlan } from './scan-bench.js';

interface ScanBenchOptions {
  readonly json?: boolean;
  readonly count: number;
  readonly passes: number;
  readonly data?: string;
}

/** Adds `scan` to the benches. */
export function registerScanBench(bench: Command): void {
  bench
    .command('scan')
    .description(
      'Interactions/s that one core scans with the shipped rules and heads, and the worst of 1 MB texts.',
    )
    .option('--count <n>', 'interactions of each kind in a pass', positive, defaultScanBenchPlan.textsPerPass)
    .option('--passes <n>', 'passes over each kind', positive, defaultScanBenchPlan.passes)
    .option(
      '--data <folder>',
      'the ordinary texts of 150 to 600 characters of this folder instead of generated ones',
    )
    .option('--json', 'figures as JSON Lines instead of a table')
    .action(async ({ json, count, passes, data }: ScanBenchOptions) => {
      const lines = json === true ? openJsonLines() : undefined;
      const prompts = await promptsIn(data);
      const plan = { ...defaultScanBenchPlan, textsPerPass: count, passes, prompts };
      for (const figures of benchScan(await loadDetector(), plan)) {
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

function inWords(figures: ScanFigures): string {
  return (
    `${figures.kind}, ${figures.meanCharacters} characters: ${figures.interactionsPerCpuSecond} interactions a second ` +
    `of one core (median of ${figures.passes} passes of ${figures.textsPerPass}, from ` +
    `${figures.slowestPassPerCpuSecond} to ${figures.fastestPassPerCpuSecond}, after ${figures.warmUpTexts} to warm up), ` +
    `p50 ${figures.p50Ms} ms, p99 ${figures.p99Ms} ms, longest ${figures.maxMs} ms`
  );
}
