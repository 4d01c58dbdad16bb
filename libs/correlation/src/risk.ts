/** Decayed evidence that somebody attacks, in nats, as of a time. */
export interface Risk {
  readonly atMs: number;
  readonly nats: number;
}

export const noRisk: Risk = { atMs: 0, nats: 0 };

/** `rarity / (rarity + halfRarity)` is the score that detection gives a text (`attack-evidence.ts` of detection). */
const halfRarity = 2;
/** Scores are calibrated where one ordinary text in twenty lies and beyond; what is more usual counts as quite usual. */
const leastRarity = 1.3;
/** A score of 1 is a certainty; it counts as one ordinary text in a million. */
const mostRarity = 6;

/**
 * What one attack score, 0..1, adds to a risk, in nats; negative for an ordinary text. The score says how rare the text
 * is among ordinary ones, `10^-r`, which is a p-value; `p^-0.5 / 2` turns it into a bet whose mean is at most 1 where
 * nobody attacks (V. Vovk and R. Wang, E-values: calibration, combination and applications, 2021, equation 1).
 */
export function evidenceNats(score: number): number {
  const stated = score >= 1 ? mostRarity : Math.min(mostRarity, (halfRarity * score) / (1 - score));
  const rarity = stated < leastRarity ? 0 : stated;
  return (rarity * Math.LN10) / 2 - Math.LN2;
}

/**
 * The risk after one more text. It never falls below 0, so it begins anew with every ordinary text, and fades with
 * `halfLifeMs`. Where nobody attacks and scores are calibrated, it reaches h on average once in e^h texts or more
 * seldom (the CUSUM of e-values: J. Shin, A. Ramdas and A. Rinaldo, E-detectors, 2023, theorem 2.4); fading only lowers it.
 */
export function addEvidence(
  risk: Risk,
  { atMs, score }: { readonly atMs: number; readonly score: number },
  halfLifeMs: number,
): Risk {
  return {
    atMs: Math.max(risk.atMs, atMs),
    nats: rounded(Math.max(0, fadedNats(risk, atMs, halfLifeMs) + evidenceNats(score))),
  };
}

function fadedNats({ nats, atMs: sinceMs }: Risk, atMs: number, halfLifeMs: number): number {
  return nats * 2 ** (-Math.max(0, atMs - sinceMs) / halfLifeMs);
}

/** So that it is written and read again as the same number. */
function rounded(nats: number): number {
  return Math.round(nats * 1e6) / 1e6;
}
