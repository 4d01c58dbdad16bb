import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { compileRules } from '../rules/compile-rules.js';
import { judgeResponse } from '../response/judge-response.js';
import { scanInteraction } from '../scan-interaction.js';
import { generateTexts } from './grammar/generate-texts.js';
import { decodeHeads } from './heads-file.js';
import { createHeads } from './heads.js';
import type { Detector } from '../detector.js';

/** Not the seed of the training: texts that the heads did not see, of a grammar that they did. */
const otherSeed = 977;
const path = new URL('../../heads/heads.bin', import.meta.url);

describe('the shipped heads', () => {
  let detector: Detector;
  beforeAll(async () => {
    const decoded = decodeHeads(await readFile(path));
    if (!decoded.ok) throw new Error(`heads.bin ${decoded.error}`);
    // Without rules: what the heads see by themselves.
    detector = { rules: compileRules([]), heads: createHeads(decoded.value) };
  });
  const flaggedShare = (texts: readonly string[], where: 'user' | 'retrieved' = 'user') =>
    texts.filter((content) => {
      const messages = [{ role: 'user' as const, content, where }];
      return scanInteraction({ messages }, detector).attack.flagged;
    }).length / texts.length;
  const ofKind = (kind: 'injection' | 'extraction' | 'jailbreak' | 'benign') =>
    generateTexts({ injection: 0, extraction: 0, jailbreak: 0, benign: 0, [kind]: 400 }, otherSeed).map(
      ({ text }) => text,
    );

  it('flag at most one in a hundred of ordinary texts made of the words of attacks', () => {
    expect(flaggedShare(ofKind('benign'))).toBeLessThanOrEqual(0.01);
  });

  it.each([
    ['injection', 0.62],
    ['extraction', 0.5],
    ['jailbreak', 0.85],
  ] as const)('find most of generated attacks: %s', (kind, share) => {
    expect(flaggedShare(ofKind(kind))).toBeGreaterThan(share);
  });

  it('look at documents with thresholds of their own', () => {
    expect(flaggedShare(ofKind('injection'), 'retrieved')).toBeGreaterThan(0.65);
    expect(flaggedShare(ofKind('benign'), 'retrieved')).toBeLessThanOrEqual(0.02);
  });

  it.each(['Sure, here it is.', 'Here you go.', 'Your parcel arrives on Tuesday.'])(
    'take no short answer for a refusal: %s',
    (answer) => {
      expect(judgeResponse(answer, detector.heads).verdict).toBe('complied');
    },
  );
});
