import { readFile } from 'node:fs/promises';
import { readShippedHeads, readYamlFiles, shippedDirectory } from '#config';
import {
  type CorpusIndex,
  type Detector,
  type Rule,
  type RuleSet,
  compileRules,
  createHeads,
  decodeHeads,
  parseRules,
  readCorpusIndex,
} from '#detection';
import { AppError } from '#kernel';

/** What a user brings beside what is shipped. */
export interface OwnFiles {
  /** A directory of rules. */
  readonly rules?: string | undefined;
  /** An index that `corpus-index` made. */
  readonly corpusIndex?: string | undefined;
}

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

/** Everything that a scan looks with: shipped rules and heads, and the user's own rules and corpus index. */
export async function loadDetector({ rules, corpusIndex }: OwnFiles = {}): Promise<Detector> {
  const heads = decodeHeads(await readShippedHeads());
  if (!heads.ok) throw new AppError('cli.bad-heads', `the file of trained heads ${heads.error}`, false);
  return {
    rules: await loadRuleSet(rules),
    heads: createHeads(heads.value),
    corpus: corpusIndex === undefined ? undefined : await loadCorpusIndex(corpusIndex),
  };
}

async function loadCorpusIndex(path: string): Promise<CorpusIndex> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('cli.no-corpus-index', `${path} cannot be read`, false, cause);
  });
  const index = readCorpusIndex(bytes);
  if (!index.ok) throw new AppError('cli.bad-corpus-index', `${path} ${index.error}`, false);
  return index.value;
}
