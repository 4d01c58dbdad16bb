import { escapeUTF8 } from 'entities';

/** Markup that is safe to put into a page: made by `html`, or of its pieces. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | readonly Markup[];

/** A tagged template: what is not markup already is escaped, so that no text can become markup. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(pieces.map((piece, i) => piece + (i < parts.length ? textOf(parts[i]!) : '')).join(''));
}

function textOf(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return escapeUTF8(String(part));
}

/** Nothing. */
export const nothing = new Markup('');
