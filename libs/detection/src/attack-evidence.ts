import { type ResponseVerdict, type Severity, type Signal, severities } from '#contracts';
import type { Detector } from './detector.js';
import type { CalibratedSide } from './heads/calibration.js';
import { headNames } from './heads/head-names.js';
import { countFlaggingRules, flagThreshold } from './rules/flagging-rules.js';
import type { Rule, RuleWhere } from './rules/rule-schema.js';
import type { View } from './views/view.js';

/** A piece of text with its views and the rules that matched it. */
export interface JudgedText {
  readonly where: RuleWhere;
  readonly views: readonly View[];
  readonly rules: readonly Rule[];
}

/** Evidence of one attack family. */
interface Evidence {
  readonly family: string;
  readonly score: number;
  readonly severity: Severity;
}

/** The family of each head's finds and how much harm is done where one worked. */
const headFamilies: Readonly<Record<(typeof headNames)[number], Omit<Evidence, 'score'>>> = {
  injection: { family: 'instruction-override', severity: 'medium' },
  jailbreak: { family: 'persona', severity: 'medium' },
  extraction: { family: 'system-prompt-extraction', severity: 'medium' },
  harm: { family: 'encoded-payload', severity: 'medium' },
  suffix: { family: 'optimiser-suffix', severity: 'medium' },
};

/** A score of a head below this says nothing and is not listed. */
const leastListed = 0.5;
/** `rarity / (rarity + halfRarity)`: one ordinary text in a thousand is at the threshold of 0.6. */
const halfRarity = 2;
/**
 * What a response adds, in powers of ten: models refuse attacks often and ordinary requests seldom, so a refusal is
 * evidence that the request was no ordinary one. That a model complied says nothing of the request.
 */
const refusalEvidence: Readonly<Record<ResponseVerdict, number>> = {
  refused: 0.7,
  partial: 0.3,
  unsure: 0,
  complied: 0,
};

/**
 * How sure it is that the texts hold an attack. Rules alone add up as independent evidence. Heads say how rare a text
 * is among ordinary ones; rules that hit raise them, and a refusal does. The higher of both counts.
 */
export function attackEvidence(
  texts: readonly JudgedText[],
  { heads, flagThreshold: ownThreshold }: Pick<Detector, 'heads' | 'flagThreshold'>,
  verdict: ResponseVerdict | null,
): Pick<Signal['attack'], 'score' | 'flagged' | 'promptFamily' | 'severity' | 'families'> {
  const ofRules = byFamily(distinctRules(texts));
  const rarities = heads === undefined ? undefined : highestRarities(texts, heads);
  const ofHeads = headEvidence(rarities, verdict === null ? 0 : refusalEvidence[verdict]);
  const score = scoreOf(ofRules, ofHeads);
  const evidence = [...ofRules, ...ofHeads.filter((one) => one.score >= leastListed)];
  const threshold = ownThreshold ?? flagThreshold;
  const promptFamily = score < threshold ? undefined : promptFamilyOf(texts, rarities, threshold);
  return {
    flagged: score >= threshold,
    ...(promptFamily === undefined ? {} : { promptFamily }),
    score,
    severity: worst(evidence.filter((one) => one.score >= flagThreshold || ofRules.includes(one))),
    families: familiesOf(evidence),
  };
}

/** The likeliest family where what was asked flags it, whatever the response; undefined where it does not. */
function promptFamilyOf(
  texts: readonly JudgedText[],
  rarities: Float64Array | undefined,
  threshold: number,
): string | undefined {
  const ofRules = byFamily(distinctRules(texts.filter(({ where }) => where !== 'response')));
  const ofHeads = headEvidence(rarities, 0);
  return scoreOf(ofRules, ofHeads) >= threshold
    ? Object.keys(familiesOf([...ofRules, ...ofHeads]))[0]
    : undefined;
}

function distinctRules(texts: readonly JudgedText[]): readonly Rule[] {
  return [...new Map(texts.flatMap((text) => text.rules.map((rule) => [rule.id, rule] as const))).values()];
}

function scoreOf(ofRules: readonly Evidence[], ofHeads: readonly Evidence[]): number {
  return rounded(Math.max(combine(ofRules.map((one) => one.score)), ...ofHeads.map((one) => one.score)));
}

/** Of each head the rarest text that it read. */
function highestRarities(texts: readonly JudgedText[], heads: NonNullable<Detector['heads']>): Float64Array {
  const highest = new Float64Array(headNames.length);
  for (const { where, views, rules } of texts) {
    const side = sideOf(where);
    if (side === undefined) continue;
    const rarities = heads.rarities({ views, side, ruleHits: countFlaggingRules(rules) });
    for (let head = 0; head < highest.length; head++)
      highest[head] = Math.max(highest[head]!, rarities[head]!);
  }
  return highest;
}

function headEvidence(rarities: Float64Array | undefined, refusal: number): readonly Evidence[] {
  if (rarities === undefined) return [];
  return headNames.map((name, head) => ({
    ...headFamilies[name],
    score: scoreOfRarity(rarities[head]! + refusal),
  }));
}

/** System prompts are written by operators and read like attacks: only rules read them. Responses are not prompts. */
function sideOf(where: RuleWhere): CalibratedSide | undefined {
  switch (where) {
    case 'user':
      return 'user';
    case 'retrieved':
    case 'tool':
      return 'data';
    case 'system':
    case 'response':
      return undefined;
  }
}

/** The score, 0..1, of a text as rare among ordinary ones as 1 in `10^rarity`. */
export function scoreOfRarity(rarity: number): number {
  return rarity / (rarity + halfRarity);
}

function byFamily(evidence: readonly Evidence[]): readonly Evidence[] {
  if (evidence.length === 0) return [];
  return Object.entries(Object.groupBy(evidence, ({ family }) => family)).map(([family, ofFamily = []]) => ({
    family,
    score: combine(ofFamily.map(({ score }) => score)),
    severity: worst(ofFamily),
  }));
}

/** Independent evidence: the chance that not all of it is an accident. */
function combine(scores: readonly number[]): number {
  return 1 - scores.reduce((rest, score) => rest * (1 - score), 1);
}

/** Each family's highest score, the highest first. */
function familiesOf(evidence: readonly Evidence[]): Record<string, number> {
  if (evidence.length === 0) return {};
  const sorted = evidence.toSorted((a, b) => a.score - b.score);
  const highest = new Map(sorted.map(({ family, score }) => [family, rounded(score)]));
  return Object.fromEntries([...highest].sort(([, a], [, b]) => b - a));
}

function worst(evidence: readonly Pick<Evidence, 'severity'>[]): Severity {
  return severities[Math.max(0, ...evidence.map(({ severity }) => severities.indexOf(severity)))] ?? 'info';
}

/** Rounded, so that it prints the same everywhere. */
function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
