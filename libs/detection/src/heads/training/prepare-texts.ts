import type { RuleSet } from '../../rules/compile-rules.js';
import { seededBelow } from '../grammar/expand.js';
import { generateTexts } from '../grammar/generate-texts.js';
import { headNames } from '../head-names.js';
import { createBucketReader } from './bucket-reader.js';
import { joinTexts } from './long-texts.js';
import { randomSuffixes } from './random-suffixes.js';
import type { Example, Label } from './train-linear.js';
import type { LabelledResponse } from './train-refusal-head.js';
import { type TrainingText, headInputOf, normalisedText, roleOf } from './training-text.js';

/** What the heads learn from. */
export interface TrainingData {
  readonly texts: readonly TrainingText[];
  readonly responses: readonly LabelledResponse[];
  readonly rules: RuleSet;
  readonly seed: number;
  /** Long texts that are joined from ordinary ones, at most; tests take fewer, as of the next. */
  readonly joined?: number;
  /** Texts that the grammar writes. */
  readonly generated?: Readonly<Record<'injection' | 'extraction' | 'jailbreak' | 'benign', number>>;
}

/** A text with what training and calibration need of it. */
export interface PreparedText extends TrainingText {
  readonly input: ReturnType<typeof headInputOf>;
  readonly example: Example | undefined;
}

/** Ordinary examples of one source, attacks of one collection for one head; more would drown the smaller ones. */
const mostOfSource = 1_500;
/** Ordinary texts of one source that are scored for the calibration. */
const mostCalibratedOfSource = 2_500;
const joinedByDefault = 4_000;
const generatedByDefault = { injection: 2_500, extraction: 1_200, jailbreak: 1_300, benign: 3_500 };
const categoryOf = {
  injection: 'prompt_injection',
  extraction: 'system_prompt_extraction',
  jailbreak: 'jailbreak',
  benign: 'benign',
} as const;
const mostSuffixes = 1_000;
const suffixCharacters = 160;

/**
 * The given texts, the generated ones and long joined ones, read once. Of each source the first are examples, and of
 * ordinary ones some more only calibrate.
 */
export function prepareTexts({
  texts,
  rules,
  seed,
  joined = joinedByDefault,
  generated = generatedByDefault,
}: TrainingData): PreparedText[] {
  const bucketsOf = createBucketReader();
  const written = generateTexts(generated, seed).map(({ kind, text }) => ({
    text,
    category: categoryOf[kind],
    isAttack: kind !== 'benign',
    source: `grammar: ${kind}`,
    side: 'user' as const,
    collection: 'grammar',
  }));
  const all = shuffled([...texts, ...written], seed);
  const long = joinTexts(
    all.filter(({ isAttack }) => !isAttack),
    joined,
    seed + 1,
  );
  const seen = new Map<string, number>();
  return [...all, ...long].flatMap((text): readonly PreparedText[] => {
    const role = roleOf(text);
    if (role === undefined) return [];
    const group = text.isAttack ? `${text.collection} ${role}` : text.source;
    const count = (seen.get(group) ?? 0) + 1;
    seen.set(group, count);
    if (count > (text.isAttack && text.collection !== 'grammar' ? mostOfSource : mostCalibratedOfSource))
      return [];
    const input = headInputOf(text, rules);
    if (!text.isAttack && count > mostOfSource) return [{ ...text, input, example: undefined }];
    const labels = headNames.map((name) => labelOf(name, role));
    return [{ ...text, input, example: { buckets: bucketsOf(normalisedText(input.views)), labels } }];
  });
}

function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const below = seededBelow(seed);
  return items
    .map((item) => ({ item, key: below(0x7fffffff) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** The suffix head has examples of its own. */
function labelOf(name: string, role: string): Label {
  if (name === 'suffix') return undefined;
  if (role === 'benign') return 0;
  return name === role ? 1 : undefined;
}

/** The example that a prepared text is, if it is one. */
export function exampleOf({ example }: Pick<PreparedText, 'example'>): readonly Example[] {
  return example === undefined ? [] : [example];
}

/** Random token sequences against the ends of real texts of every kind. */
export function suffixExamples(prepared: readonly PreparedText[], seed: number): readonly Example[] {
  const bucketsOf = createBucketReader();
  const texts = prepared
    .filter(({ example }) => example !== undefined)
    .map(({ input }) => normalisedText(input.views));
  const only = (label: Label) => headNames.map((name) => (name === 'suffix' ? label : undefined));
  const example = (text: string, label: Label): Example => ({
    buckets: bucketsOf(text.slice(-suffixCharacters)),
    labels: only(label),
  });
  return [
    // After the end of an ask, as in the wild, and alone.
    ...randomSuffixes(texts, Math.min(mostSuffixes, Math.ceil(texts.length / 10)), seed + 2).map(
      (suffix, index) => {
        const before = index % 3 === 0 ? '' : `${texts[index % texts.length]!.slice(-60)} `;
        return example(`${before}${suffix.toLowerCase()}`, 1);
      },
    ),
    ...texts.filter((_, index) => index % 5 === 0).map((text) => example(text, 0)),
  ];
}
