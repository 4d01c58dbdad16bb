/** How often each size was seen among the actors of a model: counts by logarithmic bin, ascending. */
export interface UsualUse {
  readonly counts: readonly (readonly [bin: number, count: number])[];
}

export const nothingUsual: UsualUse = { counts: [] };

/** Bins of a factor of 2^(1/4), 19 %. */
const binsOfADoubling = 4;
/** From here on all counts are halved: what was usual half a year ago fades. */
const mostSamples = 20_000;

/** The distribution after one more actor's hour or day of size `size`. */
export function addUse({ counts }: UsualUse, size: number): UsualUse {
  const bin = binOf(size);
  const before = counts.find(([at]) => at === bin)?.[1] ?? 0;
  const added = [...counts.filter(([at]) => at !== bin), [bin, before + 1] as const].sort(
    ([a], [b]) => a - b,
  );
  return { counts: total(added) <= mostSamples ? added : halved(added) };
}

/** How many sizes it knows. */
export function samplesOf({ counts }: UsualUse): number {
  return total(counts);
}

/** The size that 99.9 % stay below; among fewer than a thousand, the largest. An upper end, at most 19 % too high. */
export function largeUse({ counts }: UsualUse): number {
  const above = Math.floor(total(counts) / 1000);
  let seen = 0;
  for (const [bin, count] of counts.toReversed()) {
    seen += count;
    if (seen > above) return 2 ** ((bin + 0.5) / binsOfADoubling) - 1;
  }
  return 0;
}

function binOf(size: number): number {
  return Math.round(binsOfADoubling * Math.log2(1 + size));
}

function halved(counts: UsualUse['counts']): UsualUse['counts'] {
  return counts.map(([bin, count]) => [bin, Math.floor(count / 2)] as const).filter(([, count]) => count > 0);
}

function total(counts: UsualUse['counts']): number {
  return counts.reduce((sum, [, count]) => sum + count, 0);
}
