/**
 * A level of a measure as people read it. Shares lie between 0 and 1, other measures are counted in units well above
 * that; `among` are the levels of the same measure that stand beside it, so that all are read alike.
 */
export function formatLevel(level: number, among: readonly number[] = [level]): string {
  if (Math.max(...among) <= 1) return `${(level * 100).toFixed(level < 0.01 ? 2 : 1)} %`;
  return Number(level.toPrecision(3)).toLocaleString('en');
}

/** Two levels of one measure, with as many digits as it takes to tell them apart. */
export function formatChange(from: number, to: number): readonly [from: string, to: string] {
  const among = [from, to];
  const told = [formatLevel(from, among), formatLevel(to, among)] as const;
  if (told[0] !== told[1]) return told;
  const isShare = Math.max(from, to) <= 1;
  const finer = (level: number): string =>
    isShare ? `${Number((level * 100).toPrecision(2))} %` : String(Number(level.toPrecision(5)));
  return [finer(from), finer(to)];
}
