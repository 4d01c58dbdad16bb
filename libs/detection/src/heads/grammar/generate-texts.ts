import { attackPhrases } from './attack-phrases.js';
import { attackTemplates, disguises } from './attack-templates.js';
import { benignPhrases, benignTemplates } from './benign-phrases.js';
import { type Below, type Grammar, expand, pick, seededBelow } from './expand.js';
import { extractionPhrases } from './extraction-phrases.js';
import { jailbreakPhrases } from './jailbreak-phrases.js';
import { topicPhrases } from './topic-phrases.js';

/** What a generated text is: an attack that one of three heads learns, or an ordinary text that looks like one. */
export type GeneratedKind = keyof typeof attackTemplates | 'benign';

export interface GeneratedText {
  readonly kind: GeneratedKind;
  readonly text: string;
}

const grammar: Grammar = {
  ...topicPhrases,
  ...attackPhrases,
  ...extractionPhrases,
  ...jailbreakPhrases,
  ...disguises,
  ...benignPhrases,
};
const templates: Readonly<Record<GeneratedKind, readonly string[]>> = {
  ...attackTemplates,
  benign: benignTemplates,
};

/** As many distinct texts of each kind as asked for, the same for the same seed. */
export function generateTexts(
  counts: Readonly<Record<GeneratedKind, number>>,
  seed: number,
): GeneratedText[] {
  return Object.keys(templates).flatMap((name, index) => {
    const kind = name as GeneratedKind;
    const below = seededBelow(seed * 16 + index);
    const texts = new Set<string>();
    // A small grammar may have fewer texts than asked for.
    for (let tries = 0; texts.size < counts[kind] && tries < counts[kind] * 4; tries++) {
      texts.add(dressed(expand(pick(templates[kind], below), grammar, below), below));
    }
    return [...texts].map((text) => ({ kind, text }));
  });
}

/** People write sentences with and without a capital, end them or not, shout, and leave punctuation out. */
function dressed(text: string, below: Below): string {
  const capital = below(4) > 0 ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  switch (below(24)) {
    case 0:
      return capital.toUpperCase();
    case 1:
      return capital.toLowerCase();
    case 2:
      return capital.replace(/[.,;:!?]/g, '');
    default:
      return capital;
  }
}
