/** A field of an interaction and its value. */
export type Fields = Readonly<Record<string, string>>;

/** A value that few of the peers have. */
export interface RareValue {
  readonly field: string;
  readonly value: string;
  /** Of `peers` interactions of the same model that have the field, so many have the value. */
  readonly count: number;
  readonly peers: number;
}

/** From so many peers on a share says something: with fewer, 10 % is two interactions or less. */
const fewestPeers = 20;
const rareShare = 0.1;

/**
 * The values of `subjects` that less than 10 % of `peers` have, the rarest first; a field that fewer than 20 peers have
 * is left out.
 */
export function rareValues(subjects: readonly Fields[], peers: readonly Fields[]): readonly RareValue[] {
  const counts = countsOf(peers);
  const found = new Map<string, RareValue>();
  for (const subject of subjects) {
    for (const [field, value] of Object.entries(subject)) {
      const counted = counts.get(field);
      if (counted === undefined || counted.total < fewestPeers) continue;
      const count = counted.values.get(value) ?? 0;
      if (count / counted.total >= rareShare) continue;
      found.set(JSON.stringify([field, value]), { field, value, count, peers: counted.total });
    }
  }
  return [...found.values()].sort((a, b) => a.count / a.peers - b.count / b.peers);
}

interface Counts {
  total: number;
  readonly values: Map<string, number>;
}

function countsOf(peers: readonly Fields[]): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const peer of peers) {
    for (const [field, value] of Object.entries(peer)) {
      const counted = counts.get(field) ?? { total: 0, values: new Map<string, number>() };
      counted.total++;
      counted.values.set(value, (counted.values.get(value) ?? 0) + 1);
      counts.set(field, counted);
    }
  }
  return counts;
}
