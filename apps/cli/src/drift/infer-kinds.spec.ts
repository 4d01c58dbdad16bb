import { describe, expect, it } from '@jest/globals';
import { KindInference, type RawValue } from './infer-kinds.js';

function inferred(values: readonly RawValue[]): readonly unknown[] {
  const kinds = new KindInference();
  for (const value of values) kinds.learn({ f: value });
  return values.map((value) => kinds.read({ f: value })['f']);
}

describe('KindInference', () => {
  it.each([
    ['booleans as they are', [true, false], [true, false]],
    ['zeros and ones as rates', [0, 1, 1], [false, true, true]],
    ['truth in words', ['true', 'false'], [true, false]],
    ['numbers', [0, 1, 2.5], [0, 1, 2.5]],
    ['numbers as text', ['12', '-3.5', '1e3'], [12, -3.5, 1000]],
    ['words as categories', ['en', 'de'], ['en', 'de']],
    ['codes among words as categories', ['A1', 7, true], ['A1', '7', 'true']],
    ['nothing of a missing value', [null, 3.5], [undefined, 3.5]],
    ['nothing of how tables write one', ['', 'NaN', 'n/a', 3.5], [undefined, undefined, undefined, 3.5]],
  ])('reads %s', (_what, values, wanted) => {
    expect(inferred(values as RawValue[])).toEqual(wanted);
  });

  it('leaves out the few values that are unlike the rest', () => {
    const numbers = Array.from({ length: 30 }, (_, i) => i);
    expect(inferred([...numbers, 'n/a'])).toEqual([...numbers, undefined]);
  });

  it('does not take texts and ids for categories, and names them', () => {
    const kinds = new KindInference();
    for (let i = 0; i < 300; i++) kinds.learn({ id: `r${i}`, page: `p${i % 50}` });
    expect(kinds.read({ id: 'r1', page: 'p1' })).toEqual({ page: 'p1' });
    expect(kinds.texts()).toEqual(['id']);
  });

  it('takes a feature that comes later for what its first value is', () => {
    const kinds = new KindInference();
    expect(kinds.read({ late: 0.5 })).toEqual({ late: 0.5 });
    expect(kinds.read({ late: 'word' })).toEqual({});
    expect(kinds.read({ late: 1 })).toEqual({ late: 1 });
  });
});
