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
  /** The range of the logged text that a range of this view stands for; the whole blob where it was encoded. */
  readonly toRaw: (start: number, end: number) => TextRange;
}

/** True where a view undoes a code or a disguise, which is evidence; wrapped lines and emphasis are none. */
export function isDecoded({ name }: View): boolean {
  return name !== 'raw' && name !== 'normalised' && name !== 'prose';
}
