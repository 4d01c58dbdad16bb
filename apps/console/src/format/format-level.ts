/**
 * A level of a measure as people read it. Shares lie between 0 and 1, other measures are counted in units well above
 * that; `among` are the levels of the same measure that stand beside it, so that all are read alike.
 */
export function formatLevel(level: number, among: readonly number[] = [level]): string {
  if (Math.max(...among) <= 1) return `${(level * 100).toFixed(level < 0.01 ? 2 : 1)} %`;
  return Number(level.toPrecision(3)).toLocaleString('en');
}
