import type { View } from '../views/view.js';
import { type Calibration, type CalibratedSide, lengthRange, rarity } from './calibration.js';
import { headNames } from './head-names.js';
import { createHeadScorer } from './head-scorer.js';
import type { TrainedHeads } from './heads-file.js';
import { refusalLogitOf, tableOf } from './refusal-head.js';
import { type TextWeigher, createTextWeigher } from './weigh-text.js';

/** A text for the heads: its views, whose text it is, and the rules that it hit. */
export interface HeadInput {
  readonly views: readonly View[];
  readonly side: CalibratedSide;
  /** Distinct rules that flag by themselves. */
  readonly ruleHits: number;
}

/** Trained heads, ready to score. */
export interface Heads {
  /** Each head's rarity among ordinary texts, in the order of `headNames`; valid until the next call. */
  rarities(input: HeadInput): Float64Array;
  /** How surely a normalised response is a refusal, in logits. */
  refusalLogit(response: string): number;
}

/** What one rule adds to a head, in logits: fixed, since weights that were learnt did worse (detection.md). */
const logitsPerRule = 3;
const mostRules = 4;

/** Heads that score with these weights. They keep buffers, so one is made a process and used for every text. */
export function createHeads(trained: TrainedHeads): Heads {
  const weigh = createTextWeigher(tableOf(trained.prompt, trained.refusal));
  const logits = createLogitReader(trained, { weigh });
  const { refusal, calibration } = trained;
  const rarities = new Float64Array(headNames.length);
  return {
    rarities: (input) => {
      const characters = input.views[0]?.text.length ?? 0;
      const scores = logits(input);
      for (let head = 0; head < rarities.length; head++) {
        rarities[head] = rarityOf({ calibration, side: input.side, characters }, head, scores[head]!);
      }
      return rarities;
    },
    refusalLogit: (response) => refusalLogitOf(response, refusal, weigh),
  };
}

/**
 * Each head's highest logit over the normalised text and the disguises that were taken off it, with what the rules add.
 * The harm head reads only what was in a code as a whole.
 */
export function createLogitReader(
  { prompt }: Pick<TrainedHeads, 'prompt'>,
  {
    harmReadsAll = false,
    weigh = createTextWeigher(tableOf(prompt)),
  }: { harmReadsAll?: boolean; weigh?: TextWeigher } = {},
): (input: HeadInput) => Float64Array {
  const score = createHeadScorer(prompt, weigh);
  const best = new Float64Array(headNames.length);
  const harm = headNames.indexOf('harm');
  return ({ views, ruleHits }) => {
    best.fill(-Infinity);
    for (const { name, text, decoded } of views) {
      // Words are the same in prose, and it would be read in every text of several lines.
      if (name === 'raw' || name === 'prose') continue;
      const scores = score(text);
      for (let head = 0; head < best.length; head++) {
        if (head === harm && !decoded && !harmReadsAll) continue;
        if (scores[head]! > best[head]!) best[head] = scores[head]!;
      }
    }
    const added = logitsPerRule * Math.min(ruleHits, mostRules);
    for (let head = 0; head < best.length; head++) if (head !== harm) best[head]! += added;
    return best;
  };
}

interface Cell {
  readonly calibration: Calibration;
  readonly side: CalibratedSide;
  readonly characters: number;
}

function rarityOf({ calibration, side, characters }: Cell, head: number, score: number): number {
  const tail = calibration[side][lengthRange(characters)]?.[head];
  return tail === undefined ? 0 : rarity(tail, head, score);
}
