import { describe, expect, it } from '@jest/globals';
import { addToBaseline, emptyBaseline } from './baseline-sums.js';
import { clockShares } from './build-test.js';
import { type FrozenTests, buildTests } from './build-tests.js';
import { dayMs } from './drift-settings.js';
import type { SessionUnit } from './session-unit.js';

const startMs = Date.UTC(2026, 0, 19);

/** Two weeks of sessions of four events: two rates, one of them of safety, and a language. */
function baseline(rates: readonly string[]) {
  const sums = emptyBaseline();
  for (let i = 0; i < 14 * 100; i++) {
    const atMs = startMs + (i * dayMs) / 100;
    const unit: SessionUnit = {
      ...{ key: String(i), firstAtMs: atMs, emittedMinuteMs: atMs, numbers: {} },
      rates: Object.fromEntries(rates.map((name, at) => [name, [(i + at) % 10 === 0 ? 1 : 0, 4] as const])),
      categories: { language: { [i % 3 === 0 ? 'is:de' : 'is:en']: 4 } },
    };
    addToBaseline(sums, unit, { startMs, histograms: {}, edgesAtMs: startMs, withSegments: false });
  }
  return sums;
}

const shareOf = ({ tests }: FrozenTests, feature?: string): number =>
  tests
    .filter((test) => feature === undefined || test.feature === feature)
    .reduce((sum, { bets }) => sum + bets.reduce((part, { weight }) => part + weight, 0), 0);

const traits = { leak: { label: 'Leaks', safety: true } };

describe('the evidence of a model', () => {
  it.each(['anchored', 'trailing'] as const)('is shared out to no more than the clock has: %s', (clock) => {
    const frame = { clock, leftOut: () => new Set<number>() };
    const frozen = buildTests(baseline(['abuse', 'leak', 'refusal']), startMs, traits, frame);
    expect(shareOf(frozen)).toBeLessThanOrEqual(clockShares[clock] + 1e-9);
    expect(shareOf(frozen)).toBeGreaterThan(0.5 * clockShares[clock]);
    expect(clockShares.anchored + clockShares.trailing).toBeLessThan(1);
  });

  it('is half that of safety, however few features that has', () => {
    const frozen = buildTests(baseline(['abuse', 'leak', 'refusal']), startMs, traits);
    expect(shareOf(frozen, 'leak')).toBeCloseTo(clockShares.anchored / 2, 9);
    expect(shareOf(frozen, 'refusal')).toBeCloseTo(clockShares.anchored / 6, 9);
  });

  it('is the same for every feature where none is of safety', () => {
    const frozen = buildTests(baseline(['abuse', 'refusal']), startMs, {});
    expect(shareOf(frozen, 'refusal')).toBeCloseTo(clockShares.anchored / 3, 9);
    expect(shareOf(frozen, 'abuse')).toBeCloseTo(clockShares.anchored / 3, 9);
  });

  it('has what was rare held against the baseline alone', () => {
    const scores = (clock: 'anchored' | 'trailing') => {
      const frame = { clock, leftOut: () => new Set<number>() };
      return buildTests(baseline(['refusal']), startMs, {}, frame).tests.map(({ score }) => score);
    };
    expect(scores('anchored')).toContain('other');
    expect(scores('trailing')).not.toContain('other');
  });
});
