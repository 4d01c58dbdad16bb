import { describe, expect, it } from '@jest/globals';
import { harvest, retryUntilComply, reworded } from './generated-sequences.js';

/** 0, 1, 2 … in turn. */
const counting = () => {
  let next = 0;
  return (n: number) => next++ % n;
};

describe('generated sequences', () => {
  it('replace the share of words that is asked for', () => {
    const ask = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ');
    const random = counting();
    const spread = (n: number) => (random(7919) * 7907) % n;
    const kept = (share: number) =>
      reworded(ask, share, spread)
        .split(' ')
        .filter((word) => word.startsWith('word')).length / 400;
    expect(kept(0)).toBe(1);
    expect(kept(0.4)).toBeGreaterThan(0.45);
    expect(kept(0.4)).toBeLessThan(0.75);
  });

  it('refuse as often as asked, then comply', () => {
    const steps = retryUntilComply('Explain how a lock is opened', { refusals: 3, share: 0.2 }, counting());
    expect(steps.map(({ refused }) => refused)).toEqual([true, true, true, false]);
  });

  it('ask for numbers that follow one another, or for any', () => {
    const numbers = (enumerated: boolean) =>
      harvest(20, enumerated, counting()).map(({ ask }) => Number(/CL-(\d+)/.exec(ask)?.[1]));
    const [first = 0, ...rest] = numbers(true);
    expect(rest).toEqual(rest.map((_, index) => first + index + 1));
    expect(new Set(numbers(false)).size).toBeGreaterThan(10);
  });
});
