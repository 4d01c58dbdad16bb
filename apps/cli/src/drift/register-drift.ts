import { type Severity, severities } from '#contracts';
import { type DriftSettings, defaultDriftSettings } from '#drift';
import { featureTraits } from '#features';
import { type Command, Option } from 'commander';
import { startProgress } from '../progress.js';
import { loadDetector } from '../rules/load-detector.js';
import { exitCodes } from '../run-program.js';
import { openJsonLines } from '../write-json-lines.js';
import { KindInference } from './infer-kinds.js';
import { type AlarmLine, DriftWatch } from './drift-watch.js';
import { DriftRows } from './drift-rows.js';
import { parseDuration } from './parse-duration.js';

interface DriftOptions {
  readonly baseline: number;
  readonly failOn?: Severity;
  readonly strict?: boolean;
  readonly sort?: boolean;
  readonly volume?: boolean;
}

const usualEdgesShare = defaultDriftSettings.edgesMs / defaultDriftSettings.baselineMs;

/** Adds `drift <file>` to the command line. */
export function registerDrift(program: Command): void {
  program
    .command('drift')
    .description(
      'Watch a file, in the order of its time, for drift: a JSON line an alarm, and a last one that sums up.',
    )
    .argument(
      '<file>',
      'native interactions or rows {at, model?, version?, session?, actor?, id?, features: {name: number|boolean|string}}, JSON Lines; without "features" all other columns are features; "-" is stdin, .gz is unpacked',
    )
    .option(
      '--baseline <duration>',
      'how long each model is learnt first (14d, 36h …)',
      parseDuration,
      defaultDriftSettings.baselineMs,
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 at an alarm this severe or more').choices(severities),
    )
    .option('--volume', 'tell bursts of sessions, too; the file then has to hold all traffic of its models')
    .option('--strict', 'stop at the first bad line')
    .option('--sort', 'put the rows in the order of their time first; holds all of them in memory')
    .action(drift);
}

async function drift(file: string, options: DriftOptions): Promise<void> {
  const watch = new DriftWatch(settingsOf(options), featureTraits);
  const rows = new DriftRows(file, options, { detector: await loadDetector(), kinds: new KindInference() });
  const output = openJsonLines();
  const progress = startProgress('rows');
  let alarms = 0;
  const tell = async (found: readonly AlarmLine[]): Promise<void> => {
    for (const line of found) {
      alarms += 1;
      const { failOn } = options;
      if (failOn !== undefined && isAtLeast(line.severity, failOn)) process.exitCode = exitCodes.found;
      await output.write(line);
    }
  };
  for await (const row of rows.read()) {
    const found = watch.add(row);
    if (found.length > 0) await tell(found);
    progress.advance();
  }
  await tell(watch.end());
  progress.end();
  for (const warning of [...rows.warnings(), ...watch.warnings()])
    process.stderr.write(`tunewarden: ${warning}\n`);
  const { used, skipped } = rows;
  await output.write({
    summary: { alarms, rows: used, skipped, ...watch.oddRows(), models: watch.summary() },
  });
}

function settingsOf({ baseline: baselineMs, volume }: DriftOptions): DriftSettings {
  const edgesMs = baselineMs * usualEdgesShare;
  return {
    ...defaultDriftSettings,
    baselineMs,
    provisionalMs: baselineMs,
    edgesMs,
    ...(volume && { volume }),
  };
}

function isAtLeast(severity: Severity, floor: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(floor);
}
