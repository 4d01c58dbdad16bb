import { binValue } from './log-grid.js';

/** The distribution of a numeric feature in the first days of its baseline: bins in order and what lies below each. */
export interface FrozenHistogram {
  readonly bins: readonly number[];
  readonly counts: readonly number[];
  /** Events in the bins before each. */
  readonly below: readonly number[];
  readonly total: number;
}

/** The counts by bin, put in order and summed up. */
export function freezeHistogram(countsByBin: Readonly<Record<string, number>>): FrozenHistogram {
  const entries = Object.entries(countsByBin).map(([bin, count]) => [Number(bin), count] as const);
  entries.sort(([a], [b]) => a - b);
  const below: number[] = [];
  let total = 0;
  for (const [, count] of entries) {
    below.push(total);
    total += count;
  }
  return { bins: entries.map(([bin]) => bin), counts: entries.map(([, count]) => count), below, total };
}

/** The share of the histogram below a bin, half of the bin's own included: uniform on 0..1 while nothing changes. */
export function midRank(histogram: FrozenHistogram, bin: number): number {
  const at = firstAtLeast(histogram.bins, bin);
  const below = histogram.below[at] ?? histogram.total;
  const own = histogram.bins[at] === bin ? (histogram.counts[at] ?? 0) : 0;
  return (below + own / 2) / histogram.total;
}

/** The value below which a share `q` (0..1) of the histogram lies. */
export function histogramQuantile(histogram: FrozenHistogram, q: number): number {
  const wanted = q * histogram.total;
  const index = histogram.below.findLastIndex((below) => below <= wanted);
  return binValue(histogram.bins[Math.max(0, index)] ?? 0);
}

function firstAtLeast(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
