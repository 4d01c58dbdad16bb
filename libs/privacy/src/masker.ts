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

/** Where a match stands: its text as a whole, and its half-open offsets. */
export interface Place {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The matches of a global pattern. `String.matchAll` would copy the expression at each call, which for the long ones
 * here takes longer than to run it.
 */
export function* matchesOf(text: string, pattern: RegExp): Generator<RegExpExecArray> {
  let at = 0;
  for (;;) {
    // Kept here, not in the expression: between two matches somebody else may have used it.
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return;
    at = match[0] === '' ? pattern.lastIndex + 1 : pattern.lastIndex;
    yield match;
  }
}

/** The matches of a global pattern that `normalise` accepts; undefined from it means: not one after all. */
export function* findByPattern(
  text: string,
  pattern: RegExp,
  normalise: (matched: string, place: Place) => string | undefined,
): Generator<FoundEntity> {
  for (const match of matchesOf(text, pattern)) {
    const place = { text, start: match.index, end: match.index + match[0].length };
    const normalised = normalise(match[0], place);
    if (normalised !== undefined) yield { start: place.start, end: place.end, normalised };
  }
}

/** How far from a value a word may stand that says what it is. */
const contextCharacters = 48;

/** The characters just before a match: where a label or a word announces it. Bounded, so that reading it costs nothing. */
export function textBefore({ text, start }: Place): string {
  return text.slice(Math.max(0, start - contextCharacters), start);
}

/** The characters just behind a match. */
export function textBehind({ text, end }: Place): string {
  return text.slice(end, end + contextCharacters);
}
