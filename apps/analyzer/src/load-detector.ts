import { readFile } from 'node:fs/promises';
import { readShippedHeads, readYamlFiles, shippedDirectory } from '#config';
import {
  type CorpusIndex,
  type Detector,
  type Rule,
  compileRules,
  createHeads,
  decodeHeads,
  parseRules,
  readCorpusIndex,
} from '#detection';
import { AppError } from '#kernel';

/** Where a deployment keeps what is its own. */
interface OwnFiles {
  readonly RULES_DIR?: string | undefined;
  readonly CORPUS_INDEX_FILE?: string | undefined;
}

/** The shipped rules and heads, and what the deployment adds. Throws an AppError that says all that is wrong. */
export async function loadDetector({ RULES_DIR, CORPUS_INDEX_FILE }: OwnFiles): Promise<Detector> {
  const own = RULES_DIR === undefined ? [] : await rulesOf(RULES_DIR);
  const heads = decodeHeads(await readShippedHeads());
  if (!heads.ok) throw new AppError('analyzer.bad-heads', `the file of trained heads ${heads.error}`, false);
  return {
    rules: compileRules(await rulesOf(shippedDirectory('libs/detection/rules')), own),
    heads: createHeads(heads.value),
    corpus: CORPUS_INDEX_FILE === undefined ? undefined : await corpusOf(CORPUS_INDEX_FILE),
  };
}

async function rulesOf(directory: string): Promise<readonly Rule[]> {
  const parsed = parseRules(await readYamlFiles(directory));
  if (!parsed.ok) throw new AppError('analyzer.bad-rules', parsed.error.join('; '), false);
  return parsed.value;
}

async function corpusOf(path: string): Promise<CorpusIndex> {
  const index = readCorpusIndex(await readFile(path));
  if (!index.ok) throw new AppError('analyzer.bad-corpus-index', `${path} ${index.error}`, false);
  return index.value;
}
