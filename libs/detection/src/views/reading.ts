import type { TextRange } from './view.js';

/** Another text that a text can be read as. */
export interface Reading {
  /** How it was come by, e.g. `base64`. */
  readonly name: string;
  readonly text: string;
  /** True where the text as a whole was in a code, not a word or two of it. */
  readonly whole: boolean;
  /** The range of the text it was found in that a range of this one stands for. */
  readonly toSource: (start: number, end: number) => TextRange;
}

/** Finds the other readings of a text; most texts have none, which must be cheap to see. */
export type Decoder = (text: string) => readonly Reading[];

const minChangedShare = 0.25;

/** A stretch of a text and what it reads as. */
export interface Replacement extends TextRange {
  readonly text: string;
}

/** A reading of which every part stands for one stretch of the source. */
export function readingOfBlob(name: string, { text, start, end }: Replacement): Reading {
  return { name, text, whole: true, toSource: () => ({ start, end }) };
}

/** The whole source with stretches replaced, given in order and not overlapping; none where nothing is replaced. */
export function readingsOfReplaced(
  name: string,
  source: string,
  replacements: readonly Replacement[],
): readonly Reading[] {
  if (replacements.length === 0) return [];
  const parts: string[] = [];
  let position = 0;
  let changed = 0;
  for (const { start, end, text } of replacements) {
    parts.push(source.slice(position, start), text);
    position = end;
    changed += end - start;
  }
  const whole = changed >= minChangedShare * source.length;
  parts.push(source.slice(position));
  const toSource = (start: number, end: number) => ({
    start: sourceIndex(replacements, start, 'start'),
    end: sourceIndex(replacements, Math.max(start, end - 1), 'end') + (end > start ? 1 : 0),
  });
  return [{ name, text: parts.join(''), whole, toSource }];
}

/** Index in the source of a unit of the replaced text: an edge of its stretch where it was replaced. */
function sourceIndex(replacements: readonly Replacement[], index: number, edge: 'start' | 'end'): number {
  let shift = 0;
  for (const { start, end, text } of replacements) {
    const newStart = start + shift;
    if (index < newStart) break;
    if (index < newStart + text.length) return edge === 'start' ? start : end - 1;
    shift += text.length - (end - start);
  }
  return index - shift;
}
