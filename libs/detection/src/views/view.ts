/**
 * One reading of a piece of text. `raw` is the text as logged; `normalised` has disguises of single characters
 * taken off; every other name is a decoding, whose text is normalised too.
 */
export interface View {
  readonly name: 'raw' | 'normalised' | 'base64' | 'unicode-tags';
  readonly text: string;
  /** The half-open range of the logged text that a range of this view stands for; the whole blob for a decoding. */
  readonly toRaw: (start: number, end: number) => { readonly start: number; readonly end: number };
}
