/** A stretch of text to be masked: half-open UTF-16 offsets, and the value in a form in which equal things are equal. */
export interface FoundEntity {
  readonly start: number;
  readonly end: number;
  readonly normalised: string;
}

/** Finds one type of entity. `find` takes time linear in the text, whatever an attacker put into it. */
export interface Masker {
  /** Lower case, letters and dashes: part of the token, and a metric label. */
  readonly type: string;
  /** A cheap test that is true wherever `find` could find something. */
  mayHold(text: string): boolean;
  find(text: string): Iterable<FoundEntity>;
}

/** The matches of a global pattern that `normalise` accepts; undefined from it means: not one after all. */
export function* findByPattern(
  text: string,
  pattern: RegExp,
  normalise: (matched: string) => string | undefined,
): Generator<FoundEntity> {
  for (const match of text.matchAll(pattern)) {
    const normalised = normalise(match[0]);
    if (normalised !== undefined)
      yield { start: match.index, end: match.index + match[0].length, normalised };
  }
}
