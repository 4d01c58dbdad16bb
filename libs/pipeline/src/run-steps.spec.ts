import { describe, expect, it } from '@jest/globals';
import { startWith } from './run-steps.js';
import { deadLetter, drop, proceed } from './step-result.js';

describe('steps', () => {
  const journey = startWith('parse', (text: string) => (text === '' ? drop('empty') : proceed(Number(text))))
    .then('check', (value) =>
      Number.isNaN(value) ? deadLetter('check', 'nan', 'not a number') : proceed(value),
    )
    .then('double', (value) => Promise.resolve(proceed(value * 2)));

  it.each([
    ['21', { kind: 'ok', value: 42 }],
    ['', { kind: 'drop', reason: 'empty' }],
    ['x', { kind: 'dead-letter', stage: 'check', code: 'nan', message: 'not a number' }],
  ])('sends %j through the steps until one stops it', async (input, expected) => {
    expect(await journey.run(input)).toEqual(expected);
  });

  it('lists its steps in order', () => {
    expect(journey.names).toEqual(['parse', 'check', 'double']);
  });
});
