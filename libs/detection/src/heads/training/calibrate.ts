import {
  type Calibration,
  type CalibratedSide,
  type ScoreTail,
  calibratedSides,
  lengthBounds,
  lengthRange,
} from '../calibration.js';
import { headNames } from '../head-names.js';
import type { HeadWeights } from '../head-scorer.js';
import { createLogitReader } from '../heads.js';
import { fitTail } from './fit-tail.js';
import type { PreparedText } from './prepare-texts.js';

/** A tail that nothing passes, for where there was too little to fit one. */
const closed: ScoreTail = { start: 1_000, meanExcess: 1 };

/** Of real traffic, what hits more rules than this is mostly an attack that nobody labelled. */
const mostRuleHits = 1;

interface OrdinaryScores {
  readonly side: CalibratedSide;
  readonly range: number;
  readonly scores: readonly number[];
}

/**
 * What ordinary texts score under models that saw no text of their source (cross-fitting): sources are dealt into
 * folds, and each fold is scored by heads trained without it. Scored texts of the training sources would flatter:
 * thresholds at a nominal 0.1 % let 1.3 % through (detection.md).
 */
export function calibrate(
  prepared: readonly PreparedText[],
  folds: number,
  train: (kept: readonly PreparedText[]) => HeadWeights,
): Calibration {
  const foldOf = dealIntoFolds(prepared, folds);
  const scored = Array.from({ length: folds }, (_, fold) => {
    const held = prepared.filter((text) => foldOf.get(text) === fold);
    const model = train(prepared.filter((text) => foldOf.get(text) !== fold));
    return scoresOf(
      held.filter(({ input }) => input.ruleHits <= mostRuleHits),
      model,
    );
  }).flat();
  const [user, data] = calibratedSides.map((side) => tailsOf(scored, side));
  return { user: user!, data: data! };
}

/**
 * The fold of each ordinary text: its source's, whole. Where attacks were put into the same documents, holding all clean
 * ones out would leave only attacks of that kind to learn from, so there texts are dealt one by one.
 */
function dealIntoFolds(prepared: readonly PreparedText[], folds: number): ReadonlyMap<PreparedText, number> {
  const attacked = new Set(prepared.filter(({ isAttack }) => isAttack).map(({ collection }) => collection));
  const ordinary = prepared.filter(({ isAttack }) => !isAttack);
  const sources = [...new Set(ordinary.map(({ source }) => source))].sort();
  return new Map(
    ordinary.map((text, index) => {
      const dealt = attacked.has(text.collection) ? index : sources.indexOf(text.source);
      return [text, dealt % folds];
    }),
  );
}

function scoresOf(texts: readonly PreparedText[], prompt: HeadWeights): readonly OrdinaryScores[] {
  // What is decoded out of a text is read as if it had been written: the harm head is calibrated on plain texts.
  const logits = createLogitReader({ prompt }, { harmReadsAll: true });
  return texts.map(({ input, side }) => ({
    side,
    range: lengthRange(input.views[0]?.text.length ?? 0),
    scores: [...logits(input)],
  }));
}

/** Tails by range of length; a range with too few texts takes the next one's, data without any takes the users'. */
function tailsOf(scored: readonly OrdinaryScores[], side: CalibratedSide): readonly (readonly ScoreTail[])[] {
  return lengthBounds.map((_, range) =>
    headNames.map((_name, head) => {
      const candidates = [
        scored.filter((text) => text.side === side && text.range === range),
        scored.filter((text) => text.side === side && Math.abs(text.range - range) <= 1),
        scored.filter((text) => Math.abs(text.range - range) <= 1),
      ];
      for (const texts of candidates) {
        // A head that does not apply to a text has no score of it, but such texts cannot be flagged either.
        const tail = fitTail(texts.map(({ scores }) => Math.max(-20, scores[head]!)));
        if (tail !== undefined) return tail;
      }
      return closed;
    }),
  );
}
