import { type Command, Option } from 'commander';
import { positive } from '../positive.js';
import { openJsonLines } from '../write-json-lines.js';
import { type ReplayOptions, replay } from './replay.js';

/** Adds `replay <file>` to the command line. */
export function registerReplay(program: Command): void {
  program
    .command('replay')
    .description(
      'Produce the interactions of a file to Kafka. The order of each session is kept. The analyzer counts an id that it saw less than ten minutes ago as a duplicate.',
    )
    .argument('<file>', 'native interactions, JSON Lines; "-" is stdin, .gz is unpacked')
    .option('--rate <n>', 'interactions a second (default: as fast as Kafka takes them)', positive)
    .addOption(
      new Option('--shift-to <when>', 'move all times by one amount so that the newest is now').choices([
        'now',
      ]),
    )
    .option('--topic <name>', 'an existing topic (default: the one that the collector reads)')
    .option('--strict', 'stop at the first bad line')
    .action(async (file: string, options: ReplayOptions) => {
      await openJsonLines().write({ summary: await replay(file, options) });
    });
}
