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

/**
 * A filter over lists of literals, one list an entry, which reads a text once however many entries there are: at each
 * place two tables say whether an anchor may have begun or ended there, and mostly none has.
 */
export function buildAnchorFilter(anchorLists: readonly (readonly string[])[]): AnchorFilter {
  const anchors = groupByAnchor(anchorLists).filter(({ text }) => text.length > 0);
  const begun = new KeyTable<AnchorTree>(1 << keyBits);
  const ended = new KeyTable<Anchor[]>(pairMask + 1);
  for (const anchor of anchors) {
    const { text } = anchor;
    if (text.length >= gram) {
      begun.orSet(gramKey(lastUnits(text.slice(0, gram))), () => new AnchorTree()).add(anchor, gram);
    } else for (const key of pairKeys(text)) ended.orSet(key, () => []).push(anchor);
  }
  return (text) => {
    let found: Set<number> | undefined;
    const check = (candidates: readonly Anchor[], end: number): void => {
      for (const anchor of candidates) {
        const start = end - anchor.text.length;
        if (text.startsWith(anchor.text, start)) found = addAll(found, anchor.entries);
      }
    };
    let last = 0;
    for (let end = 1; end <= text.length; end++) {
      last = (last << unitBits) ^ text.charCodeAt(end - 1);
      let at = end;
      for (let tree = begun.at(gramKey(last)); tree; tree = tree.longer.get(text.charCodeAt(at++))) {
        if (tree.ended.length > 0) check(tree.ended, at);
      }
      const short = ended.at(last & pairMask);
      if (short) check(short, end);
    }
    return found ?? nothingFound;
  };
}

/** Values by a small key, in a table of bytes beside them that says quickly where none is. */
class KeyTable<Value> {
  private readonly values: Value[] = [];
  private readonly places: Uint16Array;

  constructor(size: number) {
    this.places = new Uint16Array(size);
  }

  orSet(key: number, make: () => Value): Value {
    const place = (this.places[key] ||= this.values.push(make()));
    return this.values[place - 1]!;
  }

  at(key: number): Value | undefined {
    const place = this.places[key]!;
    return place === 0 ? undefined : this.values[place - 1];
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
