/** A stretch of log text and how it is to be drawn. */
export interface TextPart {
  readonly kind: 'text' | 'token' | 'invisible';
  /** What stands there; for `invisible` its name, e.g. `U+202E ×3`. */
  readonly text: string;
  /** A rule matched it. */
  readonly marked: boolean;
}

/** Half-open UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What a reader would not see, or would see in the wrong place: control characters but line breaks and tabs, format
 * characters (zero width, bidirectional, tags), and variation selectors; or a masked value.
 */
const special =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- such characters are what is drawn
  /⟦[a-z][a-z0-9-]{0,39}:[0-9a-f]{1,64}⟧|(?:[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufe00-\ufe0f]|\p{Cf}|[\u{e0100}-\u{e01ef}])+/gu;

/** Log text as parts to be drawn as text: masked values, invisible characters and matched spans apart. */
export function splitText(text: string, spans: readonly Span[]): readonly TextPart[] {
  const parts: TextPart[] = [];
  const cuts = cutsOf(spans, text.length);
  let at = 0;
  for (const match of text.matchAll(special)) {
    pushText(parts, text, { start: at, end: match.index }, cuts);
    const isToken = match[0].startsWith('⟦');
    const marked = isMarked(spans, match.index);
    parts.push({
      kind: isToken ? 'token' : 'invisible',
      text: isToken ? match[0] : nameOf(match[0]),
      marked,
    });
    at = match.index + match[0].length;
  }
  pushText(parts, text, { start: at, end: text.length }, cuts);
  return parts;
}

interface Cut {
  readonly at: number;
  readonly marked: boolean;
}

/** Where marking begins and ends, overlapping spans taken together; sorted. */
function cutsOf(spans: readonly Span[], length: number): readonly Cut[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else if (start < end && start < length) merged.push({ start, end });
  }
  return merged.flatMap(({ start, end }) => [
    { at: start, marked: true },
    { at: end, marked: false },
  ]);
}

/** Adds a stretch of plain text, cut where marking begins or ends. */
function pushText(parts: TextPart[], text: string, { start, end }: Span, cuts: readonly Cut[]): void {
  let from = start;
  let marked = cuts.findLast((cut) => cut.at <= start)?.marked ?? false;
  for (const cut of cuts) {
    if (cut.at <= from || cut.at >= end) continue;
    parts.push({ kind: 'text', text: text.slice(from, cut.at), marked });
    from = cut.at;
    marked = cut.marked;
  }
  if (from < end) parts.push({ kind: 'text', text: text.slice(from, end), marked });
}

function isMarked(spans: readonly Span[], at: number): boolean {
  return spans.some(({ start, end }) => start <= at && at < end);
}

/** The first character of a run by its number, and how many there are. */
function nameOf(run: string): string {
  const characters = Array.from(run);
  const code = (characters[0]?.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return characters.length === 1 ? `U+${code}` : `U+${code} ×${characters.length}`;
}
