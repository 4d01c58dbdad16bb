/** Indices of the entries of which at least one anchor occurs in the text. */
export type AnchorFilter = (text: string) => ReadonlySet<number>;

/** A filter over lists of literals, one list an entry, which reads a text once however many entries there are. */
export function buildAnchorFilter(anchorLists: readonly (readonly string[])[]): AnchorFilter {
  const entriesByAnchor = groupByAnchor(anchorLists);
  if (entriesByAnchor.size === 0) return () => new Set();
  // Backwards by alphabet: of several anchors that begin at one place the longest comes first and is the one found, and
  // those with a common beginning stand together, which the engine makes one branch of.
  const anchors = [...entriesByAnchor.keys()].sort().reverse();
  const expression = new RegExp(anchors.map(escapePattern).join('|'), 'g');
  const entriesOfHit = new Map(anchors.map((anchor) => [anchor, entriesOfPrefixes(anchor, entriesByAnchor)]));
  return (text) => {
    const found = new Set<number>();
    expression.lastIndex = 0;
    for (let hit = expression.exec(text); hit !== null; hit = expression.exec(text)) {
      for (const entry of entriesOfHit.get(hit[0]) ?? []) found.add(entry);
      if (found.size === anchorLists.length) break;
      // One on from where the hit began, since another anchor may begin inside it.
      expression.lastIndex = hit.index + 1;
    }
    return found;
  };
}

function groupByAnchor(anchorLists: readonly (readonly string[])[]): ReadonlyMap<string, readonly number[]> {
  const entries = new Map<string, number[]>();
  anchorLists.forEach((anchors, entry) => {
    for (const anchor of anchors) entries.set(anchor, [...(entries.get(anchor) ?? []), entry]);
  });
  return entries;
}

/** Where an anchor is found, so is every anchor that it begins with. */
function entriesOfPrefixes(
  anchor: string,
  entries: ReadonlyMap<string, readonly number[]>,
): readonly number[] {
  return [...entries].filter(([prefix]) => anchor.startsWith(prefix)).flatMap(([, entry]) => entry);
}

function escapePattern(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
