import { describe, expect, it } from '@jest/globals';
import { compileRules } from '../../rules/compile-rules.js';
import { makeViews } from '../../views/make-views.js';
import { generateTexts } from '../grammar/generate-texts.js';
import { headNames } from '../head-names.js';
import { decodeHeads, encodeHeads } from '../heads-file.js';
import { createHeads } from '../heads.js';
import { trainHeads } from './train-heads.js';

const ordinary = [
  'The train leaves at nine.',
  'Which documents do I need for a loan?',
  'Thanks, that was quick.',
];
const data = {
  texts: ordinary.flatMap((text, index) =>
    Array.from({ length: 70 }, (_, nth) => ({
      text: `${text} Case ${nth}.`,
      category: 'benign',
      isAttack: false,
      source: `made up ${index}`,
      side: 'user' as const,
      collection: `made up ${index}`,
    })),
  ),
  responses: Array.from({ length: 60 }, (_, nth) => [
    { response: `I'm sorry, I can't help with request ${nth}.`, refused: true, source: 'made up' },
    {
      response: `Of course, here is answer ${nth}: take the second door.`,
      refused: false,
      source: 'made up',
    },
  ]).flat(),
  rules: compileRules([]),
  seed: 3,
  joined: 300,
  generated: { injection: 150, extraction: 60, jailbreak: 100, benign: 300 },
};
const bytes = encodeHeads(trainHeads(data));

describe('trainHeads', () => {
  it('gives the same bits for the same data and seed, and others for another seed', () => {
    expect(Buffer.from(encodeHeads(trainHeads(data))).equals(bytes)).toBe(true);
    expect(Buffer.from(encodeHeads(trainHeads({ ...data, seed: 4 }))).equals(bytes)).toBe(false);
  });

  it('finds attacks that it did not see more often than ordinary texts that it did not see', () => {
    const decoded = decodeHeads(bytes);
    if (!decoded.ok) throw new Error(decoded.error);
    const heads = createHeads(decoded.value);
    const highest = (text: string) =>
      Math.max(...heads.rarities({ views: makeViews(text), side: 'user', ruleHits: 0 }));
    const unseen = generateTexts({ injection: 100, extraction: 0, jailbreak: 100, benign: 200 }, 99);
    const share = (isAttack: boolean) => {
      const texts = unseen.filter(({ kind }) => (kind !== 'benign') === isAttack);
      return texts.filter(({ text }) => highest(text) >= 2).length / texts.length;
    };
    expect(share(true)).toBeGreaterThan(0.5);
    expect(share(false)).toBeLessThan(0.05);
  });

  it('tells a refusal from an answer', () => {
    const decoded = decodeHeads(bytes);
    if (!decoded.ok) throw new Error(decoded.error);
    const { refusalLogit } = createHeads(decoded.value);
    expect(refusalLogit("i'm sorry, i can't help with that.")).toBeGreaterThan(1);
    expect(refusalLogit('of course, here is the answer: take the first door.')).toBeLessThan(-1);
  });
});

describe('decodeHeads', () => {
  it('reads what encodeHeads wrote', () => {
    const decoded = decodeHeads(bytes);
    expect(decoded.ok && Buffer.from(encodeHeads(decoded.value)).equals(bytes)).toBe(true);
  });

  it.each([
    ['another file', Buffer.from('{"weights": []}'), 'is no file of trained heads'],
    ['a file that is cut off', Buffer.from(bytes.slice(0, -5)), 'is damaged: its checksum differs'],
    ['a changed weight', Buffer.from(bytes.with(bytes.length - 500, 77)), 'is damaged: its checksum differs'],
  ])('refuses %s', (_what, file, problem) => {
    expect(decodeHeads(file)).toEqual({ ok: false, error: problem });
  });

  it('has room for every head', () => {
    expect(headNames.length).toBeLessThanOrEqual(8);
  });
});
