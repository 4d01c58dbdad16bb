import { checkSamples } from '#detection';
import type { Command } from 'commander';
import { exitCodes } from '../run-program.js';
import { openJsonLines } from '../write-json-lines.js';
import { loadRules } from './load-detector.js';
import { rulesCoverage } from './rules-coverage.js';

/** Adds `rules test`, `rules list` and `rules coverage` to the command line. */
export function registerRules(program: Command): void {
  const rules = program.command('rules').description('Look at detection rules and test them.');
  const directory = ['[dir]', 'a directory of your own rules (default: the shipped ones)'] as const;
  rules
    .command('test')
    .description("Check every rule's fields, ids and samples. Exits with 1 where a sample does the opposite.")
    .argument(...directory)
    .action(testRules);
  rules
    .command('list')
    .description('A JSON line a rule.')
    .argument(...directory)
    .action(listRules);
  rules
    .command('coverage')
    .description('A JSON line an ATLAS technique and OWASP risk, with the rules that look for it.')
    .argument(...directory)
    .action(showCoverage);
}

/** A user's rules run on RE2 semantics in a scan, so that is how their samples are tested. */
async function testRules(directory?: string): Promise<void> {
  const output = openJsonLines();
  for (const rule of await loadRules(directory)) {
    const problems = checkSamples(rule, directory === undefined ? 'native' : 're2');
    if (problems.length > 0) process.exitCode = exitCodes.found;
    const { match, no_match } = rule.samples;
    await output.write({ rule: rule.id, samples: match.length + no_match.length, problems });
  }
}

async function listRules(directory?: string): Promise<void> {
  const output = openJsonLines();
  for (const { id, title, family, severity, atlas, owasp, where } of await loadRules(directory)) {
    await output.write({ id, title, family, severity, atlas, owasp, where });
  }
}

async function showCoverage(directory?: string): Promise<void> {
  const output = openJsonLines();
  for (const line of rulesCoverage(await loadRules(directory))) await output.write(line);
}
