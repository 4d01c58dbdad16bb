import { readYamlFiles, shippedDirectory } from '#config';
import { type Rule, type RuleSet, compileRules, parseRules } from '#detection';
import { AppError } from '#kernel';

/** The shipped rules, and those of `ownDirectory` beside them. Throws an AppError that says all that is wrong. */
export async function loadRules(ownDirectory: string | undefined): Promise<RuleSet> {
  const own = ownDirectory === undefined ? [] : await rulesOf(ownDirectory);
  return compileRules(await rulesOf(shippedDirectory('libs/detection/rules')), own);
}

async function rulesOf(directory: string): Promise<readonly Rule[]> {
  const parsed = parseRules(await readYamlFiles(directory));
  if (!parsed.ok) throw new AppError('analyzer.bad-rules', parsed.error.join('; '), false);
  return parsed.value;
}
