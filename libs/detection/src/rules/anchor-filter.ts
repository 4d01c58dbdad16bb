/** Indices of the entries of which at least one anchor occurs in the text. */
export type AnchorFilter = (text: string) => ReadonlySet<number>;

/** A literal and the entries that have it. */
interface Anchor {
  readonly text: string;
  readonly entries: readonly number[];
}

/** Bits that a unit is shifted by: letters of the Latin alphabet differ in so many, and five units fit into 30. */
const unitBits = 6;
/** A longer anchor is looked for by so many of its first units. */
const gram = 4;
const gramMask = (1 << (unitBits * gram)) - 1;
/** A shorter one by its last two units, whatever stands before a single one. */
const pairMask = (1 << (unitBits * 2)) - 1;
const unitMask = (1 << unitBits) - 1;
/** Few enough that the table stays in the nearest cache. */
const keyBits = 13;
const factor = 0x9e3779b1;
const nothingFound: ReadonlySet<number> = new Set();
// eslint-disable-next-line no-control-regex -- the whole ASCII range is meant
const onlyAscii = /^[\u0000-\u007f]*$/;

/** Anchors that begin alike: those that end here and, by their next unit, those that go on. */
class AnchorTree {
  readonly ended: Anchor[] = [];
  readonly longer = new Map<number, AnchorTree>();

  add(anchor: Anchor, depth: number): void {
    if (depth === anchor.text.length) {
      this.ended.push(anchor);
      return;
    }
    const unit = anchor.text.charCodeAt(depth);
    const next = this.longer.get(unit) ?? new AnchorTree();
    this.longer.set(unit, next);
    next.add(anchor, depth + 1);
  }
}

/** A filter over lists of literals, one list an entry, which reads a text once however many entries there are. */
export function buildAnchorFilter(anchorLists: readonly (readonly string[])[]): AnchorFilter {
  const anchors = groupByAnchor(anchorLists).filter(({ text }) => text.length > 0);
  // What other scripts have is not looked for in a text that cannot have it.
  const inAscii = filterOf(anchors.filter(({ text }) => onlyAscii.test(text)));
  const inAny = filterOf(anchors);
  return (text) => (onlyAscii.test(text) ? inAscii : inAny)(text);
}

/** At each place of a text two tables say whether an anchor may have begun or ended there, and mostly none has. */
function filterOf(anchors: readonly Anchor[]): AnchorFilter {
  const begun = new KeyTable<AnchorTree>(1 << keyBits);
  const ended = new KeyTable<Anchor[]>(pairMask + 1);
  for (const anchor of anchors) {
    const { text } = anchor;
    if (text.length >= gram) {
      begun.orSet(gramKey(lastUnits(text.slice(0, gram))), () => new AnchorTree()).add(anchor, gram);
    } else for (const key of pairKeys(text)) ended.orSet(key, () => []).push(anchor);
  }
  const [begunPlaces, endedPlaces] = [begun.places, ended.places];
  // A loop of integers alone: with what is done at a place that is found, the compiler makes it five times as slow.
  return (text) => {
    let found: Set<number> | undefined;
    let last = 0;
    for (let at = 0; at < text.length; at++) {
      last = (last << unitBits) ^ text.charCodeAt(at);
      const begins = begunPlaces[gramKey(last)]!;
      const ends = endedPlaces[last & pairMask]!;
      if ((begins | ends) === 0) continue;
      if (begins > 0) found = addBegun(found, begun.at(begins), { text, at: at + 1 });
      if (ends > 0) found = addOccurring(found, ended.at(ends), { text, at: at + 1 });
    }
    return found ?? nothingFound;
  };
}

/** A text and the place in it up to which it was read. */
interface Reading {
  readonly text: string;
  readonly at: number;
}

/** With the entries of the anchors that have begun before a place and go on as the text does. */
function addBegun(found: Set<number> | undefined, tree: AnchorTree, { text, at }: Reading) {
  let next: AnchorTree | undefined = tree;
  for (let end = at; next !== undefined; next = next.longer.get(text.charCodeAt(end++))) {
    if (next.ended.length > 0) found = addOccurring(found, next.ended, { text, at: end });
  }
  return found;
}

/** With the entries of those anchors that do end there. */
function addOccurring(found: Set<number> | undefined, anchors: readonly Anchor[], { text, at }: Reading) {
  for (const anchor of anchors) {
    if (text.startsWith(anchor.text, at - anchor.text.length)) found = addAll(found, anchor.entries);
  }
  return found;
}

/** Values by a small key; `places` says for each key the place of its value, 0 where it has none. */
class KeyTable<Value> {
  private readonly values: Value[] = [];
  readonly places: Uint16Array;

  constructor(size: number) {
    this.places = new Uint16Array(size);
  }

  orSet(key: number, make: () => Value): Value {
    return this.at((this.places[key] ||= this.values.push(make())));
  }

  at(place: number): Value {
    return this.values[place - 1]!;
  }
}

/** What the loop of the filter has made of the last units of a text. */
function lastUnits(text: string): number {
  let last = 0;
  for (let at = 0; at < text.length; at++) last = (last << unitBits) ^ text.charCodeAt(at);
  return last;
}

function gramKey(last: number): number {
  return Math.imul(last & gramMask, factor) >>> (32 - keyBits);
}

function pairKeys(text: string): readonly number[] {
  const last = lastUnits(text) & pairMask;
  if (text.length > 1) return [last];
  return Array.from({ length: unitMask + 1 }, (_, before) => ((before << unitBits) ^ last) & pairMask);
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
