import { describe, expect, it } from '@jest/globals';
import { adjustedTest } from './adjust-test.js';
import { buildTest } from './build-test.js';
import { factorOf } from './case-mix.js';
import { exampleLevel } from './example-level.js';

const mix = {
  of: 'language',
  factors: { 'is:de': 5, 'is:en': 0.5 },
  usual: Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0.8 : 1.25)),
};

describe('a test that allows for the mix', () => {
  it.each(['up', 'down'] as const)('keeps every bet positive, whoever asks and when: %s', (direction) => {
    const level = { ...exampleLevel, p: 0.12 };
    const adjusted = adjustedTest(buildTest('f', 'sum', direction, { level, traits: undefined })!, mix);
    const sign = direction === 'up' ? 1 : -1;
    for (const { lambda } of adjusted.bets) {
      for (const category of ['is:de', 'is:en', 'is:fr', undefined]) {
        for (const hour of [0, 12]) {
          const m = adjusted.m * factorOf(mix, category, hour);
          const worst = Math.min(...[0, 16].map((a) => sign * (a - 16 * m)));
          expect(1 + lambda * worst).toBeGreaterThan(0);
        }
      }
    }
  });

  it('shares its evidence out among the bets it has', () => {
    const test = buildTest('f', 'sum', 'up', { level: exampleLevel, traits: undefined })!;
    const { bets } = adjustedTest(test, mix);
    expect(bets.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(new Set(bets.map(({ lambda }) => lambda)).size).toBe(bets.length);
  });
});
