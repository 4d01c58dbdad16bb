import type { BaselineOrder } from '#database';
import { AppError } from '#kernel';
import type { Command } from 'commander';
import { operatorOption } from '../operator.js';
import { withDatabase } from '../with-database.js';
import { openJsonLines } from '../write-json-lines.js';
import { type ModelChoice, orderAll, readBaselines } from './order-baseline.js';

interface ChoiceOptions {
  readonly tenant: string;
  readonly modelVersion?: string;
}

interface OrderOptions extends ChoiceOptions {
  readonly note: string;
  readonly by: string;
  readonly from?: string;
  readonly until?: string;
}

/** Adds `show`, `reset`, `promote` and `planned` to the `baseline` command. */
export function registerBaselineOrders(baseline: Command): void {
  onModel(
    baseline,
    'show',
    'How far the baseline is, the smallest change that can be seen, and orders to it.',
  ).action((model: string, options: ChoiceOptions) =>
    withDatabase('baseline', async (database) => {
      const lines = openJsonLines();
      for (const one of await readBaselines(database, choiceOf(model, options))) await lines.write(one);
    }),
  );
  order(baseline, 'reset', 'Learn the model anew from the next minute on.');
  order(baseline, 'promote', 'Take what the model is like now for usual: drifts under way are over by that.');
  order(
    baseline,
    'planned',
    'Announce a change: drift that begins in this time is told with the note, of low severity.',
  )
    .requiredOption('--from <time>', 'RFC 3339')
    .requiredOption('--until <time>', 'RFC 3339');
}

function onModel(baseline: Command, name: string, description: string): Command {
  return baseline
    .command(name)
    .description(description)
    .argument('<model>', 'its id')
    .option('--tenant <name>', 'the tenant', 'default')
    .option('--model-version <version>', 'only this one; else every version');
}

function order(baseline: Command, kind: BaselineOrder['kind'], description: string): Command {
  return onModel(baseline, kind, `${description} Goes to the audit log.`)
    .requiredOption('--note <text>', 'why, in one line; up to 200 characters')
    .addOption(operatorOption())
    .action((model: string, options: OrderOptions) =>
      withDatabase('baseline', async (database) => {
        const taken = await orderAll(database, choiceOf(model, options), orderOf(kind, options), options.by);
        const lines = openJsonLines();
        for (const version of taken) await lines.write({ model, version, ordered: kind });
      }),
    );
}

function choiceOf(model: string, { tenant, modelVersion }: ChoiceOptions): ModelChoice {
  return { tenant, model, version: modelVersion };
}

/** Throws an AppError where the options say nothing that can be done. */
function orderOf(kind: BaselineOrder['kind'], { note, from = '', until = '' }: OrderOptions): BaselineOrder {
  if (!/^\P{Cc}{1,200}$/u.test(note.trim())) {
    throw new AppError('cli.bad-note', 'A note is one line of up to 200 characters', false);
  }
  if (kind !== 'planned') return { kind, note: note.trim() };
  const [fromMs, untilMs] = [Date.parse(from), Date.parse(until)];
  if (!(fromMs < untilMs)) {
    throw new AppError(
      'cli.bad-time',
      '--from and --until want times in order, as 2026-03-01T10:00:00Z',
      false,
    );
  }
  return { kind, note: note.trim(), fromMs, untilMs };
}
