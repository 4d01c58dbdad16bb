/** A stretch that somebody labelled, or that a masker claimed. */
export interface Span {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Counts of one entity type; they add up. */
export interface Score {
  readonly labelled: number;
  readonly found: number;
  readonly claimed: number;
  readonly right: number;
}

/** How labels of a corpus and types of maskers belong together. */
export interface EntityMapping {
  readonly type: string;
  /** Labels that must be found. */
  readonly labels: readonly string[];
  /** Labels that a claim may also cover without being wrong: a town behind a street. */
  readonly alsoRight?: readonly string[];
}

/** How many labelled stretches a type's claims overlap, and how many of its claims overlap a label. */
export function scoreSpans(labels: readonly Span[], claims: readonly Span[], mapping: EntityMapping): Score {
  const wanted = labels.filter(({ type }) => mapping.labels.includes(type));
  const right = labels.filter(({ type }) => [...mapping.labels, ...(mapping.alsoRight ?? [])].includes(type));
  const own = claims.filter(({ type }) => type === mapping.type);
  return {
    labelled: wanted.length,
    found: wanted.filter((label) => own.some((claim) => overlap(label, claim))).length,
    claimed: own.length,
    right: own.filter((claim) => right.some((label) => overlap(label, claim))).length,
  };
}

/** The sum of two scores. */
export function addScores(a: Score, b: Score): Score {
  return {
    labelled: a.labelled + b.labelled,
    found: a.found + b.found,
    claimed: a.claimed + b.claimed,
    right: a.right + b.right,
  };
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
