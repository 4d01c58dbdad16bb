import type { FlaggedScore } from './calibrate-threshold.js';

/** A stored interaction that scored at least the shipped threshold. */
export interface ReplayedScore extends Pick<FlaggedScore, 'score' | 'verdict'> {
  /** The response complied or leaked: flagged, it is a finding. */
  readonly worked: boolean;
  /** Incidents that it is evidence of, and that would not be without what is flagged. */
  readonly incidents: readonly string[];
}

/** What comes or goes with a threshold. */
export interface Crossing {
  readonly interactions: number;
  /** Of them attacks that worked: each is a finding. */
  readonly worked: number;
  /** Of them what analysts called an attack, and what they called a false positive. */
  readonly confirmed: number;
  readonly falsePositives: number;
}

/** What another threshold would have made of the same interactions. */
export interface ReplayedThreshold {
  readonly appearing: Crossing;
  readonly disappearing: Crossing;
  /** Incidents of which nothing would be left. */
  readonly lostIncidents: readonly string[];
}

/** What would have been flagged with `after` and not with `before`, and the other way round; flagged is from a threshold on. */
export function replayThreshold(
  scores: readonly ReplayedScore[],
  { before, after }: { readonly before: number; readonly after: number },
): ReplayedThreshold {
  const left = new Set(scores.filter(({ score }) => score >= after).flatMap(({ incidents }) => incidents));
  const gone = scores.filter(({ score }) => score >= before && score < after);
  return {
    appearing: crossingOf(scores.filter(({ score }) => score >= after && score < before)),
    disappearing: crossingOf(gone),
    lostIncidents: [...new Set(gone.flatMap(({ incidents }) => incidents))].filter((id) => !left.has(id)),
  };
}

function crossingOf(scores: readonly ReplayedScore[]): Crossing {
  const count = (isMeant: (one: ReplayedScore) => boolean): number => scores.filter(isMeant).length;
  return {
    interactions: scores.length,
    worked: count(({ worked }) => worked),
    confirmed: count(({ verdict }) => verdict === 'true-positive'),
    falsePositives: count(({ verdict }) => verdict === 'false-positive'),
  };
}
