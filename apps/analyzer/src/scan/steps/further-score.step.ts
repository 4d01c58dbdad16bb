import { isGrey, withFurtherScore } from '#detection';
import { type Step, proceed } from '#pipeline';
import type { FurtherScorer } from '../further/embedding-scorer.js';
import { askOf } from '../observe.js';
import type { Detected } from '../scanned.js';

/** The optional third stage: what rules and heads left in the grey is put to a further scorer, masked as it is. */
export function furtherScoreStep(scorer: FurtherScorer | undefined): Step<Detected, Detected> {
  return async (detected) => {
    const ask = askOf(detected);
    if (scorer === undefined || ask === '' || !isGrey(detected.signal)) return proceed(detected);
    const rarity = await scorer(ask);
    if (rarity === undefined) return proceed(detected);
    const { interaction: input, threshold: flagThreshold } = detected;
    return proceed({
      ...detected,
      signal: withFurtherScore(detected.signal, { rarity, flagThreshold, input }),
    });
  };
}
