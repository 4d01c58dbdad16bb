import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { AppError } from '#kernel';

/** A file as it lies on disk, named by its path inside the directory, with `/`. */
export interface YamlFile {
  readonly fileName: string;
  readonly text: string;
}

/** Every `.yaml` file under a directory, by name, so that the order is the same on every machine. */
export async function readYamlFiles(directory: string): Promise<readonly YamlFile[]> {
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

/** A directory that comes with Tunewarden, from sources and from `dist/` alike, e.g. `libs/detection/rules`. */
export function shippedDirectory(path: string): string {
  for (
    let directory = import.meta.dirname;
    directory !== dirname(directory);
    directory = dirname(directory)
  ) {
    if (existsSync(join(directory, 'package.json'))) return join(directory, path);
  }
  throw new AppError('config.no-project', `no package.json above this file: where is ${path}?`, false);
}
