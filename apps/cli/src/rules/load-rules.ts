import { readYamlFiles, shippedDirectory } from '#config';
import { type Rule, type RuleSet, compileRules, parseRules } from '#detection';
import { AppError } from '#kernel';

/** The rules of a directory, the shipped ones by default. Throws an AppError that says everything that is wrong. */
export async function loadRules(
  directory = shippedDirectory('libs/detection/rules'),
): Promise<readonly Rule[]> {
  const files = await readYamlFiles(directory).catch((cause: unknown) => {
    throw new AppError('cli.no-rules', `${directory} cannot be read as a directory of rules`, false, cause);
  });
  const parsed = parseRules(files);
  if (!parsed.ok) throw new AppError('cli.bad-rules', parsed.error.join('\n'), false);
  return parsed.value;
}

/** The shipped rules and, where a directory is given, the user's own beside them, ready to match. */
export async function loadRuleSet(ownDirectory?: string): Promise<RuleSet> {
  const own = ownDirectory === undefined ? [] : await loadRules(ownDirectory);
  return compileRules(await loadRules(), own);
}
