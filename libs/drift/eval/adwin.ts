import type { Peer } from './peers.js';

/** Sums of 2^row values. */
interface Bucket {
  readonly total: number;
  readonly variance: number;
}

const mostBuckets = 5;
const clock = 32;
const grace = 10;
const shortestWindow = 5;

/**
 * ADWIN as river 0.26 has it by default (delta .002, clock 32, 5 buckets a row): an exponential histogram of the
 * window, cut wherever two parts of it differ by more than chance. Bifet and Gavaldà, SDM 2007, theorem 3.2 with the
 * variance bound of section 4.1.
 */
export function adwin(delta = 0.002): Peer {
  const window = new Window();
  let n = 0;
  return (value) => {
    window.add(value);
    n += 1;
    if (n % clock !== 0 || window.width <= grace) return false;
    let found = false;
    while (window.width > grace && isCut(window, delta)) {
      window.dropOldest();
      found = true;
    }
    return found;
  };
}

/** The window as rows of buckets, newest first in each row. */
class Window {
  readonly rows: Bucket[][] = [[]];
  width = 0;
  total = 0;
  variance = 0;

  add(value: number): void {
    this.rows[0]!.unshift({ total: value, variance: 0 });
    this.width += 1;
    if (this.width > 1) {
      const mean = this.total / (this.width - 1);
      this.variance += ((this.width - 1) * (value - mean) ** 2) / this.width;
    }
    this.total += value;
    this.#compress();
  }

  dropOldest(): void {
    const row = this.rows.length - 1;
    const oldest = this.rows[row]!.pop()!;
    const n = 2 ** row;
    this.width -= n;
    this.total -= oldest.total;
    const apart = oldest.total / n - this.total / this.width;
    this.variance -= oldest.variance + (n * this.width * apart ** 2) / (n + this.width);
    while (this.rows.length > 1 && this.rows.at(-1)!.length === 0) this.rows.pop();
  }

  #compress(): void {
    for (let row = 0; row < this.rows.length && this.rows[row]!.length > mostBuckets; row++) {
      const [b, a] = [this.rows[row]!.pop()!, this.rows[row]!.pop()!];
      const n = 2 ** row;
      const variance = a.variance + b.variance + (a.total - b.total) ** 2 / (2 * n);
      (this.rows[row + 1] ??= []).unshift({ total: a.total + b.total, variance });
    }
  }
}

/** Whether the window falls into two parts whose means differ by more than the bound. */
function isCut({ rows, width, total, variance }: Window, delta: number): boolean {
  const v = variance / width;
  const logTerm = Math.log((2 * Math.log(width)) / delta);
  let [n0, sum0] = [0, 0];
  for (let row = rows.length - 1; row >= 0; row--) {
    for (let i = rows[row]!.length - 1; i >= 0; i--) {
      n0 += 2 ** row;
      sum0 += rows[row]![i]!.total;
      const n1 = width - n0;
      if (n1 < shortestWindow) return false;
      if (n0 < shortestWindow) continue;
      const harmonic = 1 / (n0 - shortestWindow + 1) + 1 / (n1 - shortestWindow + 1);
      const bound = Math.sqrt(2 * harmonic * v * logTerm) + (2 / 3) * harmonic * logTerm;
      if (Math.abs(sum0 / n0 - (total - sum0) / n1) > bound) return true;
    }
  }
  return false;
}
