/**
 * Wilson's score bounds of a proportion `p` seen in `n` (effective) independent trials, at `z` standard errors.
 * Wilson, JASA 22 (1927) 209–212. Needs n > 0; 0 ≤ low ≤ p ≤ high ≤ 1.
 */
export function wilsonInterval(
  p: number,
  n: number,
  z = 1.959964,
): { readonly low: number; readonly high: number } {
  const zz = z * z;
  const middle = (p + zz / (2 * n)) / (1 + zz / n);
  const half = (z / (1 + zz / n)) * Math.sqrt((p * (1 - p)) / n + zz / (4 * n * n));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
