import { type Database, setFlagThreshold } from '#database';
import { calibrateThreshold, shippedAim, shippedThreshold } from '#detection';
import { AppError, systemClock } from '#kernel';
import { type Command, InvalidArgumentError } from 'commander';
import { operatorOption } from '../operator.js';
import { withDatabase } from '../with-database.js';
import { openJsonLines } from '../write-json-lines.js';
import { countInteractions, readFlagged, readModels } from './own-traffic.store.js';

interface CalibrateOptions {
  readonly tenant: string;
  readonly days: number;
  readonly share: number;
  readonly apply?: boolean;
  readonly reset?: boolean;
  readonly by: string;
}

const dayMs = 24 * 3_600_000;

/** Adds `calibrate [model]` to the command line. */
export function registerCalibrate(program: Command): void {
  program
    .command('calibrate')
    .description(
      'From which score on a model’s interactions are flagged, so that at most a share of its own presumed benign traffic is. Shows what would change; --apply sets it.',
    )
    .argument('[model]', 'its id; else every model of the tenant')
    .option('--tenant <name>', 'the tenant', 'default')
    .option('--days <n>', 'of traffic to look at, the last ones', between(1, 365), 14)
    .option('--share <x>', 'that may be flagged', between(0.00001, 0.05), shippedAim.share)
    .option('--apply', 'set the thresholds')
    .option('--reset', 'back to the shipped threshold')
    .addOption(operatorOption())
    .action((model: string | undefined, options: CalibrateOptions) =>
      withDatabase('calibrate', (database) => calibrate(database, model, options)),
    );
}

async function calibrate(
  database: Database,
  model: string | undefined,
  options: CalibrateOptions,
): Promise<void> {
  const { tenant, days, share, apply = false, reset = false, by } = options;
  const models = await readModels(database, { tenant, model });
  if (models.length === 0) throw new AppError('cli.no-model', `${tenant} has no such model`, false);
  const since = new Date(systemClock() - days * dayMs);
  const lines = openJsonLines();
  for (const one of models) {
    const interactions = await countInteractions(database, one.modelKey, since);
    const flagged = await readFlagged(database, one.modelKey, { since, least: shippedThreshold });
    const calibrated = calibrateThreshold({ interactions, flagged }, { ...shippedAim, share });
    const isOwn = !reset && calibrated.threshold !== shippedThreshold;
    const threshold = isOwn ? calibrated.threshold : null;
    if (apply || reset)
      await database.transaction((tx) => setFlagThreshold(tx, { ...one, threshold, tenant, by }));
    const { model: id, version, current } = one;
    const before = current ?? shippedThreshold;
    await lines.write({ model: id, version, interactions, before, ...calibrated, applied: apply || reset });
  }
}

function between(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Want a number from ${least} to ${most}.`);
  };
}
