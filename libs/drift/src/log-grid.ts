// A global is slow to find in the contexts that Jest runs simulations in: hot loops take theirs from here.
const { abs, exp, log, round, sign } = Math;

/** Bins grow by 2 %, so that a rank is known to about one percent wherever the feature lives. */
const gamma = 1.02;
const smallest = 1e-6;
const logGamma = log(gamma);

/** The bin of a value on the logarithmic grid; larger values never have smaller bins. Bin 0 is around zero. */
export function logBin(value: number): number {
  const magnitude = abs(value);
  if (!(magnitude >= smallest)) return 0;
  const bin = 1 + round(log(magnitude / smallest) / logGamma);
  return value < 0 ? -bin : bin;
}

/** The value in the middle of a bin. */
export function binValue(bin: number): number {
  if (bin === 0) return 0;
  return sign(bin) * smallest * exp((abs(bin) - 1) * logGamma);
}
