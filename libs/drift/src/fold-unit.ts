import { factorOf } from './case-mix.js';
import { seasonCell } from './drift-settings.js';
import { effectSlots } from './evidence.js';
import { foldLatch } from './latch.js';
import type { OpenFeature, OpenTest, Watch } from './open-watch.js';
import { mostOften } from './segment-sums.js';
import { type SessionUnit, unitCap } from './session-unit.js';
import { categoryEvents, scoreRanks } from './unit-scores.js';

/** Multiplies a unit's part into the factors of all bets it speaks to, in place: `watch` belongs to the fold. */
export function foldUnit(watch: Watch, unit: SessionUnit): void {
  const cell = seasonCell(unit.firstAtMs);
  watch.asked.clear();
  for (const of of watch.mixes) {
    const counts = unit.categories[of];
    if (counts !== undefined) watch.asked.set(of, mostOften(counts));
  }
  for (const name in unit.rates) {
    const feature = watch.features.get(name);
    const [trueCount, n] = unit.rates[name]!;
    if (feature?.kind !== 'rate') continue;
    for (const test of feature.tests) {
      const value = test.test.score === 'any' ? Math.min(1, trueCount) : trueCount;
      foldScore(watch, test, { value, shown: trueCount, n, cell });
    }
  }
  for (const name in unit.numbers) {
    const feature = watch.features.get(name);
    if (feature?.kind !== 'number' || feature.histogram === undefined) continue;
    const bins = unit.numbers[name]!;
    scoreRanks(feature.histogram, bins, watch.ranks);
    for (const test of feature.tests) {
      const value = watch.ranks[test.test.score as keyof Watch['ranks']];
      foldScore(watch, test, { value, shown: value, n: bins.length, cell });
    }
  }
  for (const name in unit.categories) {
    const feature = watch.features.get(name);
    if (feature?.kind === 'category') foldCategories(watch, feature, unit.categories[name]!, cell);
  }
}

function foldCategories(
  watch: Watch,
  feature: OpenFeature,
  counts: Readonly<Record<string, number>>,
  cell: number,
): void {
  const n = categoryEvents(counts);
  let others = n;
  for (const name of feature.named) others -= counts[name] ?? 0;
  for (const test of feature.tests) {
    const value = test.test.score === 'other' ? others : (counts[test.test.score] ?? 0);
    foldScore(watch, test, { value, shown: value, n, cell });
  }
}

/** A unit's score on one test, what of it is shown, its events and the season cell it began in. */
interface Scored {
  readonly value: number;
  readonly shown: number;
  readonly n: number;
  readonly cell: number;
}

/** y = ±w·(a − n·m), every bet's factor times 1 + λ·y, and the sums that the effect is estimated from. */
function foldScore(watch: Watch, test: OpenTest, { value, shown, n, cell }: Scored): void {
  if (n < 1 || n > unitCap) return;
  const w = test.weights[n]!;
  const { mix } = test.test;
  const factor = mix === undefined ? 1 : factorOf(mix, watch.asked.get(mix.of), cell % 24);
  const y = test.sign * w * (value - test.sizes[n]! * test.m[cell]! * factor);
  const { e } = watch;
  for (let b = 0; b < test.lambdas.length; b++) {
    e[test.firstBet + b] = e[test.firstBet + b]! * (1 + test.lambdas[b]! * y);
  }
  const { sums } = watch;
  const at = test.index * effectSlots;
  const a = w * shown;
  const size = w * n * test.s[cell]! * factor;
  sums[at]! += 1;
  sums[at + 1]! += a;
  sums[at + 2]! += size;
  sums[at + 3]! += a * a;
  sums[at + 4]! += a * size;
  sums[at + 5]! += size * size;
  watch.touched[test.index] = 1;
  for (const latch of watch.latches) {
    if (latch.test !== test.index) continue;
    const counts = test.sizes[n]! * test.s[cell]! * factor;
    foldLatch(latch, (m) => test.sign * w * (value - counts * m));
  }
}
