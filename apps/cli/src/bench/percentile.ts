/** The value below which a share `q` (0..1) of `sorted` lies (nearest rank); NaN where there is none. */
export function percentile(sorted: readonly number[], q: number): number {
  const rank = Math.max(1, Math.ceil(q * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}
