import { type FoundEntity, type Masker, matchesOf } from '../masker.js';
import { announcedAddress, nextPart, partBefore, streets, timeWords, unit } from '../street-shapes.js';

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Street addresses: a number with a word for a street, in the ways of a dozen languages; post boxes; what stands around
 * "Apt. 3"; and, after words that announce an address, a run of names and numbers. Town, postcode and country behind
 * one belong to it. A place alone, without a number, is no address.
 */
export const streetAddress: Masker = {
  type: 'street-address',
  mayHold: (text) => /\d/.test(text),
  find: findAddresses,
};

function* findAddresses(text: string): Generator<FoundEntity> {
  let free = 0;
  for (const { start, end } of stretches(text)) {
    if (end <= free || (start < free && !/\d/.test(text.slice(free, end)))) continue;
    const from = Math.max(start, free);
    free = withNextParts(text, end);
    yield { start: from, end: free, normalised: normalise(text.slice(from, free)) };
  }
}

/** Where addresses begin, in the order of the text. */
function stretches(text: string): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const { 0: matched, index } of matchesOf(text, streets)) {
    found.push({ start: withNumberBefore(text, index), end: index + matched.length });
  }
  for (const { 0: matched, index } of matchesOf(text, unit)) {
    const start = withPartBefore(text, index);
    if (start < index || /^ap/i.test(matched)) found.push({ start, end: index + matched.length });
  }
  for (const { 0: matched, 1: address = '', index } of matchesOf(text, announcedAddress)) {
    const end = index + matched.length;
    if (/\d/.test(address) && /\p{L}{3}/u.test(address) && !timeWords.test(address))
      found.push({ start: end - address.length, end });
  }
  return found.sort((a, b) => a.start - b.start);
}

const reach = 80;

/** "385 12 Bay Street": a second number in front belongs to it. */
function withNumberBefore(text: string, start: number): number {
  return (
    start -
    (/(?<![\p{L}\p{N}.])\d{1,6}[ ,]{1,2}$/u.exec(text.slice(Math.max(0, start - 9), start))?.[0].length ?? 0)
  );
}

function withPartBefore(text: string, start: number): number {
  return start - (partBefore.exec(text.slice(Math.max(0, start - reach), start))?.[0].length ?? 0);
}

/** Unit, town, postcode, country: at most five of them, each behind a comma or on a line of its own. */
function withNextParts(text: string, end: number): number {
  let at = end;
  for (let parts = 0; parts < 5; parts++) {
    const length = nextPart.exec(text.slice(at, at + reach))?.[0].length ?? 0;
    if (length === 0) break;
    at += length;
  }
  return at;
}

/** The same address on one line or on five. */
function normalise(address: string): string {
  return address
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
