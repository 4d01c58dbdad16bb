import { readYamlFiles, shippedDirectory } from '#config';
import { type Rule, parseRules } from '#detection';
import { AppError } from '#kernel';

/** A rule and whose it is. */
export interface CatalogueRule {
  readonly rule: Rule;
  readonly from: 'shipped' | 'own';
}

/** The rules that the analyzer runs: the shipped ones, and those of a directory of one's own. Throws where one is not valid. */
export async function loadCatalogue(ownDirectory: string | undefined): Promise<readonly CatalogueRule[]> {
  const shipped = await rulesOf(shippedDirectory('libs/detection/rules'));
  const own = ownDirectory === undefined ? [] : await rulesOf(ownDirectory);
  return [
    ...shipped.map((rule) => ({ rule, from: 'shipped' as const })),
    ...own.map((rule) => ({ rule, from: 'own' as const })),
  ];
}

async function rulesOf(directory: string): Promise<readonly Rule[]> {
  const parsed = parseRules(await readYamlFiles(directory));
  if (parsed.ok) return parsed.value;
  throw new AppError('rules.not-valid', `Rules of ${directory}: ${parsed.error.join('; ')}`, false);
}
