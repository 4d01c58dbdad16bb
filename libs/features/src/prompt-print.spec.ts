import type { Interaction } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { nameTerms } from './name-terms.js';
import { promptPrint, termOf } from './prompt-print.js';
import { textsOf } from './text-features.js';

const long =
  'Please summarise the meeting of the housing committee held on Tuesday and list every decision that was taken about the new building, who is responsible for it and until when it has to be done, in the order of the minutes, without names of guests.';

function printOf(content: string, response?: string) {
  const interaction = {
    messages: [{ role: 'user', content }],
    ...(response !== undefined && { response: { content: response } }),
  } as Interaction;
  return promptPrint(interaction, textsOf(interaction));
}

/** Bits in which two fingerprints differ. */
function distance(a: string, b: string): number {
  const [one, other] = [printOf(a).simHash!, printOf(b).simHash!];
  return [0, 1].reduce(
    (sum, half) => sum + (one[half]! ^ other[half]!).toString(2).replace(/[^1]/g, '').length,
    0,
  );
}

describe('promptPrint', () => {
  it.each([
    ['itself with other numbers', `${long} 2026`, `${long} 2027`, [0, 0]],
    ['itself in capitals', long, long.toUpperCase(), [0, 0]],
    ['itself with a word more', `${long} ${long} ${long}`, `${long} ${long} ${long} thanks`, [0, 3]],
    [
      'another text',
      long,
      'What is the capital of France, and how many people live there as of this year?',
      [16, 64],
    ],
    [
      'half of another text',
      long,
      `${long.slice(0, 120)} unless the weather is too bad for hiking there`,
      [4, 64],
    ],
  ] as const)('is as near to %s as texts are', (_what, a, b, [least, most]) => {
    expect(distance(a, b)).toBeGreaterThanOrEqual(least);
    expect(distance(a, b)).toBeLessThanOrEqual(most);
  });

  it('knows short prompts by their signature alone', () => {
    expect(printOf('again please').simHash).toBeUndefined();
    expect(printOf('again please').signature).not.toBe(printOf('again').signature);
  });

  it('keeps words as numbers, each once, in order', () => {
    const { terms } = printOf('Housing is housing', 'Nein');
    expect(terms).toEqual({ prompt_vocabulary: [termOf('housing')], response_vocabulary: [termOf('nein')] });
    expect(JSON.stringify(terms)).not.toMatch(/housing|nein/i);
  });
});

describe('nameTerms', () => {
  it('gives the word that most texts have of each term, and none of a term that no text has', () => {
    const texts = ['a refund, refund', 'Refund please', 'the invoice'];
    const other = termOf('zebra');
    expect(nameTerms(texts, [termOf('invoice'), other, termOf('refund')])).toEqual(['invoice', 'refund']);
  });
});
