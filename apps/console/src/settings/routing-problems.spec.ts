import { describe, expect, it } from '@jest/globals';
import { problemOf, rangeOfLine } from './routing-problems.js';

describe('a problem of a routing', () => {
  it.each([
    [
      'routing.yaml:12: route.routes.1.receiver: there is no receiver "date"',
      { line: 12, text: 'route.routes.1.receiver: there is no receiver "date"' },
    ],
    [
      'routing.yaml: Flow sequence in block collection must be sufficiently indented at line 3, column 1:',
      { line: 3, text: 'Flow sequence in block collection must be sufficiently indented (column 1)' },
    ],
    ['something else', { line: undefined, text: 'something else' }],
  ])('%s stands at its line', (said, wanted) => {
    expect(problemOf(said)).toEqual(wanted);
  });
});

describe('a line of a text', () => {
  it.each([
    [1, 'route:'],
    [2, '  receiver: x'],
    [3, ''],
    [4, 'receivers: []'],
    [9, ''],
  ])('%d is found', (line, wanted) => {
    const text = 'route:\n  receiver: x\n\nreceivers: []';
    const { from, until } = rangeOfLine(text, line);
    expect(text.slice(from, until)).toBe(wanted);
  });
});
