/** A half-open range of a text, in UTF-16 units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * One way to read a piece of text. `raw` is the text as logged; `normalised` has disguises of single characters taken
 * off; any other name is how the reading was come by, e.g. `base64` or `base64>rot13`, and its text is normalised too.
 */
export interface View {
  readonly name: string;
  readonly text: string;
  /** True where the text as a whole was in a code or disguise, not a word or two of it. */
  readonly decoded: boolean;
  /** The range of the logged text that a range of this view stands for; the whole blob where it was encoded. */
  readonly toRaw: (start: number, end: number) => TextRange;
}

const plainReadings: ReadonlySet<string> = new Set(['raw', 'normalised', 'prose']);

/** How the text was disguised, by name, for evidence; wrapped lines and emphasis are no disguise. */
export function disguisesIn(views: readonly View[]): readonly string[] {
  const names = views
    .filter(({ name }) => !plainReadings.has(name))
    .map(({ name }) =>
      name
        .split('>')
        .filter((step) => !plainReadings.has(step))
        .join('>'),
    );
  return [...new Set(names)];
}
