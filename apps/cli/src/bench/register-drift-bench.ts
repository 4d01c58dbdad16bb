import type { Command } from 'commander';
import { positive } from '../positive.js';
import { type DriftFigures, benchDrift } from './drift-bench.js';

/** Adds `drift` to the benches. */
export function registerDriftBench(bench: Command): void {
  bench
    .command('drift')
    .description('The drift fold: models of 40 features, 6,000 events a day, whose minute one core can fold.')
    .option('--models <n>', 'models', positive, 1_000)
    .option('--json', 'figures as JSON')
    .action(({ json, models }: { json?: boolean; models: number }) => {
      const figures = benchDrift(models);
      process.stdout.write(json === true ? `${JSON.stringify(figures)}\n` : inWords(figures));
    });
}

function inWords(figures: DriftFigures): string {
  return [
    `${figures.models} models, ${figures.tests} tests each`,
    `  ${figures.millisecondsPerModelMinute} ms a model and minute: read, fold, write (CPU)`,
    `  ${figures.modelsPerCore} models within their minute on one core`,
    `  ${figures.microsecondsPerSession} µs a session in the fold alone`,
    `  stored state ${figures.stateKilobytes} kB, at the end of the baseline ${figures.baselineKilobytes} kB`,
    '',
  ].join('\n');
}
