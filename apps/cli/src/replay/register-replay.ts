import { AppError } from '#kernel';
import { type Command, Option } from 'commander';
import { operatorOption } from '../operator.js';
import { positive } from '../positive.js';
import { openJsonLines } from '../write-json-lines.js';
import { type RedriveOptions, redrive } from './redrive.js';
import { type ReplayOptions, replay } from './replay.js';

/** Adds `replay <file>` and `replay --dlq` to the command line. */
export function registerReplay(program: Command): void {
  program
    .command('replay')
    .description(
      'Produce the interactions of a file to Kafka, or send dead letters again to the topics that they came from. The order of each session is kept. The analyzer counts an id that it saw less than ten minutes ago as a duplicate.',
    )
    .argument('[file]', 'native interactions, JSON Lines; "-" is stdin, .gz is unpacked')
    .option('--rate <n>', 'interactions a second (default: as fast as Kafka takes them)', positive)
    .addOption(
      new Option('--shift-to <when>', 'move all times by one amount so that the newest is now').choices([
        'now',
      ]),
    )
    .option(
      '--topic <name>',
      'an existing topic (default: the one that the collector reads); with --dlq only its letters',
    )
    .option('--strict', 'stop at the first bad line')
    .option('--dlq', 'send dead letters again, each once, after what was wrong is fixed')
    .option('--stage <name>', 'with --dlq: only those of one stage, e.g. validate')
    .option('--code <name>', 'with --dlq: only those of one code, e.g. invalid-interaction')
    .addOption(operatorOption())
    .action(async (file: string | undefined, options: ReplayOptions & RedriveOptions & { dlq?: boolean }) => {
      if ((file === undefined) === (options.dlq !== true)) {
        throw new AppError('cli.usage', 'replay wants a file, or --dlq without one', false);
      }
      const summary = file === undefined ? await redrive(options) : await replay(file, options);
      await openJsonLines().write({ summary });
    });
}
