import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { AppError } from '#kernel';

/** A rule file as it lies on disk, named by its path inside the directory, with `/`. */
export interface RuleFile {
  readonly fileName: string;
  readonly text: string;
}

/** Every `.yaml` file under a directory, by name, so that the order is the same on every machine. */
export async function readRuleFiles(directory: string): Promise<readonly RuleFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    paths.map(async (path) => ({
      fileName: relative(directory, path).split(sep).join('/'),
      text: await readFile(path, 'utf8'),
    })),
  );
}

/** The directory of the rules that come with Tunewarden, from sources and from `dist/` alike. */
export function shippedRulesDirectory(): string {
  for (
    let directory = import.meta.dirname;
    directory !== dirname(directory);
    directory = dirname(directory)
  ) {
    if (existsSync(join(directory, 'package.json'))) return join(directory, 'libs/detection/rules');
  }
  throw new AppError('config.no-rules', 'no package.json above the rule loader: where are the rules?', false);
}
