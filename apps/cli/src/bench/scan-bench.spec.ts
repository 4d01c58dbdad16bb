import { expect, it } from '@jest/globals';
import { compileRules } from '#detection';
import { benchScan } from './scan-bench.js';

/** All but the hostile megabytes, which take seconds. */
function figuresOfShortTexts() {
  const prompts = ['a'.repeat(100), 'b'.repeat(300)];
  const plan = { textsPerPass: 10, passes: 5, warmUpTextsPerKind: 20, prompts };
  const [asked, answered, hard] = benchScan({ rules: compileRules([]) }, plan);
  return [asked!, answered!, hard!];
}

it('measures every kind in several passes after a warm-up of all of them', () => {
  const figures = figuresOfShortTexts();
  expect(figures.map(({ kind }) => kind)).toEqual([
    'prompt',
    'prompt and answer',
    'prompt full of trigger words',
  ]);
  for (const of of figures) expect(of).toMatchObject({ warmUpTexts: 60, passes: 5, textsPerPass: 10 });
  expect(figures[0]).toMatchObject({ meanCharacters: 200 });
});

it('says the speed of the median pass, between the slowest and the fastest', () => {
  for (const figures of figuresOfShortTexts()) {
    const { slowestPassPerCpuSecond: slowest, interactionsPerCpuSecond: median } = figures;
    expect(slowest).toBeGreaterThan(0);
    expect(median).toBeGreaterThanOrEqual(slowest);
    expect(figures.fastestPassPerCpuSecond).toBeGreaterThanOrEqual(median);
    expect(figures.p99Ms).toBeGreaterThanOrEqual(figures.p50Ms);
    expect(figures.maxMs).toBeGreaterThanOrEqual(figures.p99Ms);
  }
});
