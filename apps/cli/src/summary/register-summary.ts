import { writeFile } from 'node:fs/promises';
import { AppError, systemClock } from '#kernel';
import { lastWholeWeek, summaryWeek, weekLabelSchema } from '#summary';
import { type Command, InvalidArgumentError } from 'commander';
import { readConfig } from '../config.js';
import { operatorOption } from '../operator.js';
import { withDatabase } from '../with-database.js';
import { openJsonLines } from '../write-json-lines.js';
import { type ShownSummary, makeWeek } from './make-week.js';

interface SummaryOptions {
  readonly week?: string;
  readonly tenant: string;
  readonly json?: boolean;
  readonly html?: string;
  readonly by: string;
}

/** Adds `summary` to the command line. */
export function registerSummary(program: Command): void {
  program
    .command('summary')
    .description(
      "A week's drift summary: read, or made and kept for good where there is none; of the week that goes on, a preview that is not kept. Weeks are those of SUMMARY_TIME_ZONE.",
    )
    .option('--week <week>', 'ISO 8601, e.g. 2026-W47; the last whole one unless given', parseWeek)
    .option('--tenant <name>', 'whose', 'default')
    .option('--json', 'the whole document on stdout, instead of one line')
    .option('--html <file>', 'write the page, for a browser or a printer, to a file; - is stdout')
    .addOption(operatorOption())
    .action((options: SummaryOptions) =>
      withDatabase('summary', async (database) => {
        const nowMs = systemClock();
        const timeZone = readConfig().SUMMARY_TIME_ZONE;
        const { tenant, by } = options;
        const week =
          options.week === undefined ? lastWholeWeek(nowMs, timeZone) : summaryWeek(options.week, timeZone);
        await show(await makeWeek(database, { tenant, week }, { nowMs, by }), options);
      }),
    );
}

async function show({ document, page, how }: ShownSummary, { json, html }: SummaryOptions): Promise<void> {
  if (html === '-') return void process.stdout.write(page);
  if (html !== undefined) await save(html, page);
  const { week, tenant, made, headline } = document;
  await openJsonLines().write(json ? document : { summary: { week, tenant, how, made, headline, html } });
}

async function save(file: string, page: string): Promise<void> {
  await writeFile(file, page).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError(
      'cli.unwritable',
      `${file} cannot be written: ${cause.code ?? 'unknown error'}`,
      false,
      cause,
    );
  });
}

function parseWeek(text: string): string {
  const parsed = weekLabelSchema.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? 'no week');
  return parsed.data;
}
