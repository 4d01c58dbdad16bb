/** Indices of the entries of which at least one anchor occurs in the text. */
export type AnchorFilter = (text: string) => ReadonlySet<number>;

/** A literal and the entries that have it. */
interface Anchor {
  readonly text: string;
  readonly entries: readonly number[];
}

/** An anchor is looked for by so many of its first units; a shorter one by all that it has. */
const gram = 5;
/** Few enough that the table stays in the nearest cache. */
const keys = 1 << 14;
const factor = 0x01000193;
const nothingFound: ReadonlySet<number> = new Set();

/**
 * A filter over lists of literals, one list an entry, which reads a text once however many entries there are: at each
 * place a table says whether the last units are how an anchor begins, and mostly they are not.
 */
export function buildAnchorFilter(anchorLists: readonly (readonly string[])[]): AnchorFilter {
  const anchors = groupByAnchor(anchorLists).filter(({ text }) => text.length > 0);
  const anchorsOf = Array.from({ length: gram + 1 }, (_, length) =>
    Map.groupBy(
      anchors.filter(({ text }) => Math.min(gram, text.length) === length),
      ({ text }) => keyOf(text.slice(0, gram)),
    ),
  );
  // Bit n: an anchor that is looked for by n units has this key.
  const lengths = new Uint8Array(keys);
  anchorsOf.forEach((ofKey, length) => {
    for (const key of ofKey.keys()) lengths[key]! |= 1 << length;
  });
  return (text) => {
    let found: Set<number> | undefined;
    // The hashes of the last 1 to 4 units before this one: this is the hottest loop beside the heads'.
    let [one, two, three, four] = [0, 0, 0, 0];
    const look = (key: number, length: number, end: number): void => {
      for (const anchor of anchorsOf[length]!.get(key) ?? []) {
        if (text.startsWith(anchor.text, end - length)) found = addAll(found, anchor.entries);
      }
    };
    for (let end = 1; end <= text.length; end++) {
      const unit = text.charCodeAt(end - 1);
      const five = Math.imul(four, factor) ^ unit;
      four = Math.imul(three, factor) ^ unit;
      three = Math.imul(two, factor) ^ unit;
      two = Math.imul(one, factor) ^ unit;
      one = unit;
      if ((lengths[folded(five)]! & 32) !== 0) look(folded(five), 5, end);
      if ((lengths[folded(four)]! & 16) !== 0) look(folded(four), 4, end);
      if ((lengths[folded(three)]! & 8) !== 0) look(folded(three), 3, end);
      if ((lengths[folded(two)]! & 4) !== 0) look(folded(two), 2, end);
      if ((lengths[folded(one)]! & 2) !== 0) look(folded(one), 1, end);
    }
    return found ?? nothingFound;
  };
}

function keyOf(units: string): number {
  let hash = 0;
  for (let at = 0; at < units.length; at++) hash = Math.imul(hash, factor) ^ units.charCodeAt(at);
  return folded(hash);
}

function folded(hash: number): number {
  return (hash ^ (hash >>> 14)) & (keys - 1);
}

function addAll(found: Set<number> | undefined, entries: readonly number[]): Set<number> {
  const all = found ?? new Set<number>();
  for (const entry of entries) all.add(entry);
  return all;
}

function groupByAnchor(anchorLists: readonly (readonly string[])[]): readonly Anchor[] {
  const entries = new Map<string, number[]>();
  anchorLists.forEach((anchors, entry) => {
    for (const anchor of anchors) entries.set(anchor, [...(entries.get(anchor) ?? []), entry]);
  });
  return [...entries].map(([text, of]) => ({ text, entries: of }));
}
