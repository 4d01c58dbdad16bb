/** A share with its 95 % interval by Wilson (1927), in percent, two decimals. */
export interface Share {
  readonly n: number;
  readonly percent: number;
  readonly low: number;
  readonly high: number;
}

const z = 1.959964;

/** The share of `hits` in `n`. `n` of 0 has every share for an interval. */
export function shareOf(hits: number, n: number): Share {
  if (n === 0) return { n, percent: NaN, low: 0, high: 100 };
  const p = hits / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return {
    n,
    percent: percent(p),
    low: percent(Math.max(0, middle - half)),
    high: percent(Math.min(1, middle + half)),
  };
}

function percent(share: number): number {
  return Number((share * 100).toFixed(2));
}
