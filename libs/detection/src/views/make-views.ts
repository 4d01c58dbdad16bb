import { type DecodedBlob, decodeBase64 } from './decode-base64.js';
import { decodeTags } from './decode-tags.js';
import { normalise, normaliseWithOffsets } from './normalise.js';
import type { View } from './view.js';

/** The readings of a text that rules look at: raw, normalised and what is decoded out of it. */
export function makeViews(text: string): readonly View[] {
  return [
    { name: 'raw', text, toRaw: (start, end) => ({ start, end }) },
    normalisedView(text),
    ...decodeBase64(text).map((blob) => decodedView('base64', blob)),
    ...decodeTags(text).map((blob) => decodedView('unicode-tags', blob)),
  ];
}

function normalisedView(text: string): View {
  return {
    name: 'normalised',
    text: normalise(text),
    // Offsets are only made where a rule matched: keeping them costs more than the matching.
    toRaw: (start, end) => {
      const { offsets } = normaliseWithOffsets(text);
      return { start: offsets[start] ?? text.length, end: offsets[end] ?? text.length };
    },
  };
}

function decodedView(name: View['name'], { text, start, end }: DecodedBlob): View {
  return { name, text: normalise(text), toRaw: () => ({ start, end }) };
}
