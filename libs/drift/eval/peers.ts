/** A peer's detector: true where it says that the stream has changed; it starts again by itself. */
export type Peer = (value: number) => boolean;

/**
 * Page–Hinkley as river 0.26 has it by default (min_instances 30, delta .005, threshold 50, alpha .9999, both ways).
 * Page, Biometrika 1954.
 */
export function pageHinkley(): Peer {
  let [n, mean, up, down, least, most] = [0, 0, 0, 0, 0, 0];
  return (value) => {
    n += 1;
    mean += (value - mean) / n;
    up = 0.9999 * up + (value - mean - 0.005);
    down = 0.9999 * down + (value - mean + 0.005);
    least = Math.min(least, up);
    most = Math.max(most, down);
    if (n < 30 || Math.max(up - least, most - down) <= 50) return false;
    [n, mean, up, down, least, most] = [0, 0, 0, 0, 0, 0];
    return true;
  };
}

/**
 * KSWIN as river 0.26 has it by default: the last 30 of a window of 100 against 30 drawn from the 70 before, alarm at
 * an exact p ≤ .005. Raab, Heusinger, Schleif, Neurocomputing 2020.
 */
export function kswin(random: () => number): Peer {
  const [size, recent, alpha] = [100, 30, 0.005];
  const critical = criticalSteps(recent, alpha);
  let window: number[] = [];
  return (value) => {
    if (window.length >= size) window.shift();
    window.push(value);
    if (window.length < size) return false;
    const old = window.slice(0, size - recent);
    const drawn = Array.from({ length: recent }, () => old.splice(Math.floor(random() * old.length), 1)[0]!);
    if (largestStep(drawn, window.slice(size - recent)) < critical) return false;
    window = window.slice(size - recent);
    return true;
  };
}

/** Smallest k with P(D ≥ k/n) ≤ alpha for two samples of n (Gnedenko and Korolyuk, Doklady 1951). */
export function criticalSteps(n: number, alpha: number): number {
  const logChoose = (k: number): number => {
    let sum = 0;
    for (let i = 1; i <= k; i++) sum += Math.log(2 * n - k + i) - Math.log(i);
    return sum;
  };
  const tail = (k: number): number => {
    let sum = 0;
    for (let j = 1; n - j * k >= 0; j++) {
      sum += (j % 2 === 1 ? 2 : -2) * Math.exp(logChoose(n - j * k) - logChoose(n));
    }
    return sum;
  };
  for (let k = 1; k <= n; k++) if (tail(k) <= alpha) return k;
  return n + 1;
}

function largestStep(a: readonly number[], b: readonly number[]): number {
  const points = [...a.map((value) => [value, 1] as const), ...b.map((value) => [value, -1] as const)];
  points.sort(([x], [y]) => x - y);
  let [step, most] = [0, 0];
  points.forEach(([value, sign], i) => {
    step += sign;
    if (points[i + 1]?.[0] !== value) most = Math.max(most, Math.abs(step));
  });
  return most;
}
