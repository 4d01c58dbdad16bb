import { Command } from 'commander';
import { runProgram } from './run-program.js';

const program = new Command('tunewarden')
  .description('Watches fine-tuned language models: drift, attacks, and whether the attacks worked.')
  .version('0.1.0');

process.exitCode = await runProgram(program, process.argv);
