import { decodeBlobs } from './decode-blobs.js';
import { decodeEscapes } from './decode-escapes.js';
import { decodeHidden } from './decode-hidden.js';
import { foldConfusables } from './fold-confusables.js';
import { foldLeetspeak } from './fold-leetspeak.js';
import { joinLetters } from './join-letters.js';
import { normaliseFast, normaliseWithOffsets, normalisedOffsets } from './normalise.js';
import { readAsProse } from './read-as-prose.js';
import type { Decoder, Reading } from './reading.js';
import { undoCipher } from './undo-cipher.js';
import type { View } from './view.js';

/** What case and white space matter to. */
const decodersOfRaw: readonly Decoder[] = [
  decodeHidden,
  decodeEscapes,
  decodeBlobs,
  joinLetters,
  readAsProse,
];
/** What is easier seen in a normalised text. */
const decodersOfNormalised: readonly Decoder[] = [foldConfusables, foldLeetspeak, undoCipher];
const maxDepth = 2;
const maxReadings = 8;
const maxDecodedCharacters = 65_536;

/**
 * The readings of a text that rules and heads look at: raw, normalised, then every reading that is found in it and, once
 * more, in those that were in a code as a whole. At most 8 of them and 64 K characters, the first found first.
 */
export function makeViews(text: string): readonly View[] {
  const raw: View = { name: 'raw', text, decoded: false, toRaw: (start, end) => ({ start, end }) };
  const normalised = normalisedView('normalised', raw);
  const views = [raw, normalised];
  let budget = maxDecodedCharacters;
  let found = readingsIn(raw, normalised);
  for (let depth = 1; depth <= maxDepth; depth++) {
    const next: View[] = [];
    for (const reading of found) {
      if (views.length - 2 === maxReadings || budget <= 0) return views;
      const cut = { ...reading, text: reading.text.slice(0, budget) };
      budget -= cut.text.length;
      const view = normalisedView(cut.name, cut);
      // Turned round twice a text is what it was.
      if (views.some((known) => known.text === view.text)) continue;
      views.push(view);
      if (depth < maxDepth && view.decoded) next.push(...readingsIn(cut, view));
    }
    found = next;
  }
  return views;
}

/** Readings of a reading, as views of the raw text that are not normalised yet. */
function readingsIn(source: View, normalised: View): View[] {
  return [
    ...decodersOfRaw.flatMap((decode) => decode(source.text).map((reading) => viewOf(reading, source))),
    ...decodersOfNormalised.flatMap((decode) =>
      decode(normalised.text).map((reading) => viewOf(reading, normalised)),
    ),
  ];
}

function viewOf({ name, text, whole, toSource }: Reading, source: View): View {
  return {
    name: source.decoded ? `${source.name}>${name}` : name,
    text,
    decoded: source.decoded || (whole && name !== 'prose'),
    toRaw: (start, end) => {
      const range = toSource(start, end);
      return source.toRaw(range.start, range.end);
    },
  };
}

function normalisedView(name: string, source: View): View {
  const fast = normaliseFast(source.text);
  const slow = fast === undefined ? normaliseWithOffsets(source.text) : undefined;
  // Offsets are only made where a rule matched: keeping them costs more than the matching.
  let offsets = slow?.offsets;
  const indexOf = (index: number) => {
    offsets ??= normalisedOffsets(source.text);
    return offsets[index] ?? source.text.length;
  };
  return {
    name,
    text: fast ?? slow?.text ?? '',
    decoded: source.decoded,
    toRaw: (start, end) => source.toRaw(indexOf(start), indexOf(end)),
  };
}
