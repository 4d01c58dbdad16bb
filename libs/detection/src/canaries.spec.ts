import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { canaries } from './canaries.js';
import type { Detector } from './detector.js';
import { createHeads } from './heads/heads.js';
import { decodeHeads } from './heads/heads-file.js';
import { compileRules } from './rules/compile-rules.js';
import { parseRules } from './rules/parse-rules.js';
import { scanInteraction } from './scan-interaction.js';

const directory = join(import.meta.dirname, '../rules');

describe('canaries', () => {
  let detector: Detector;
  beforeAll(() => {
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .map((fileName) => ({ fileName, text: readFileSync(join(directory, fileName), 'utf8') }));
    const rules = parseRules(files);
    const heads = decodeHeads(readFileSync(join(directory, '../heads/heads.bin')));
    if (!rules.ok || !heads.ok) throw new Error('what is shipped cannot be read');
    detector = { rules: compileRules(rules.value), heads: createHeads(heads.value) };
  });

  it.each(canaries.map(({ family, input }) => [family, input] as const))(
    'of %s are found, as that family, by rules and heads and by rules alone',
    (family, input) => {
      for (const looking of [detector, { rules: detector.rules }]) {
        const { flagged, families } = scanInteraction(input, looking).attack;
        expect([flagged, Object.keys(families)]).toEqual([true, expect.arrayContaining([family])]);
      }
    },
  );

  it('are of one family each', () => {
    expect(new Set(canaries.map(({ family }) => family)).size).toBe(canaries.length);
  });
});
