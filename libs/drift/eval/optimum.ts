/**
 * Mean events until a likelihood-ratio CUSUM that knows both rates finds a rate that moved from `p0` to `p1`, among
 * those whose mean time between false alarms is `arl0` events: nothing is faster (Lorden, Annals of Mathematical
 * Statistics 1971; Moustakides, Annals of Statistics 1986). Exact for the CUSUM with integer weights nearest to the
 * likelihood ratio, as an absorbing Markov chain (Brook and Evans, Biometrika 1972); between two thresholds the
 * logarithm of the false-alarm time is interpolated.
 */
export function optimalDelay(p0: number, p1: number, arl0: number): number {
  const [up, down] = [Math.log(p1 / p0), Math.log((1 - p0) / (1 - p1))];
  const rising = p1 > p0;
  const step = Math.max(1, Math.round(up / down));
  // A falling rate is found by counting events without: the roles of the two outcomes change places.
  const runLength = (threshold: number, p: number): number =>
    rising ? meanRunLength(step, threshold, p) : meanRunLengthFalling(step, threshold, p);
  let high = 2;
  while (runLength(high, p0) < arl0) high *= 2;
  let low = high / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (runLength(middle, p0) < arl0) low = middle;
    else high = middle;
  }
  const [below, above] = [Math.log(runLength(low, p0)), Math.log(runLength(high, p0))];
  const share = (Math.log(arl0) - below) / (above - below);
  return runLength(low, p1) * (1 - share) + runLength(high, p1) * share;
}

/**
 * Mean steps from 0 to `threshold` of a walk that goes up by `step` with chance p, else down by 1, not below 0:
 * x_i = 1 + p·x_(i+step) + q·x_(i−1), solved by elimination in the band.
 */
function meanRunLength(step: number, threshold: number, p: number): number {
  const q = 1 - p;
  const constants: number[] = [];
  const rows: Float64Array[] = [];
  for (let i = 0; i < threshold; i++) {
    // Row i: x_i = constant + Σ_j row[j]·x_(i+1+j), j < step.
    const row = new Float64Array(step);
    const last = rows[i - 1];
    const own = i === 0 ? q : q * last![0]!;
    const scale = 1 / (1 - own);
    constants.push((1 + (i === 0 ? 0 : q * constants[i - 1]!)) * scale);
    if (last !== undefined) for (let j = 1; j < step; j++) row[j - 1] = q * last[j]! * scale;
    row[step - 1]! += p * scale;
    rows.push(row);
  }
  const x = new Float64Array(threshold + step);
  for (let i = threshold - 1; i >= 0; i--) {
    let sum = constants[i]!;
    for (let j = 0; j < step; j++) sum += rows[i]![j]! * x[i + 1 + j]!;
    x[i] = sum;
  }
  return x[0]!;
}

/** The same for a walk that goes up by 1 with chance 1 − p and down by `step` with chance p. */
function meanRunLengthFalling(step: number, threshold: number, p: number): number {
  // x_(i+1) = (x_i − 1 − p·x_max(0, i−step)) / (1 − p), in the form a_i·x_0 − b_i; x_threshold = 0 gives x_0.
  const q = 1 - p;
  const a = [1];
  const b = [0];
  for (let i = 0; i < threshold; i++) {
    const back = Math.max(0, i - step);
    a.push((a[i]! - p * a[back]!) / q);
    b.push((b[i]! + 1 - p * b[back]!) / q);
  }
  return b[threshold]! / a[threshold]!;
}
