/** Standard errors of a two-sided 95 % interval. */
const z95 = 1.959964;

/**
 * Wilson's score interval of a proportion `p` seen in `n` (effective) independent trials, `z` standard errors wide; 95 %
 * by default. Wilson, JASA 22 (1927) 209–212. Needs n > 0; 0 ≤ low ≤ p ≤ high ≤ 1.
 */
export function wilsonInterval(
  p: number,
  n: number,
  z = z95,
): { readonly low: number; readonly high: number } {
  const zz = z * z;
  const middle = p + zz / (2 * n);
  const spread = z * Math.sqrt((p * (1 - p)) / n + zz / (4 * n * n));
  const scale = 1 + zz / n;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}
