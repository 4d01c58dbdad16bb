import { describe, expect, it } from '@jest/globals';
import { commonLabels, matcherOf, matchersOfLines } from './matchers.js';

const incident = {
  kind: 'attack',
  family: 'persona',
  severity: 'high',
  outcome: 'complied',
  model: { id: 'claims', version: 'v1' },
};

describe('the labels of incidents', () => {
  it('are all of one', () => {
    expect(commonLabels([incident])).toEqual({
      ...{ model: 'claims', version: 'v1', kind: 'attack', family: 'persona' },
      ...{ severity: 'high', outcome: 'complied' },
    });
  });

  it('are what several have in common', () => {
    const other = { ...incident, severity: 'low', outcome: null, model: { id: 'claims', version: 'v2' } };
    expect(commonLabels([incident, other])).toEqual({ model: 'claims', kind: 'attack', family: 'persona' });
  });

  it('are none of what concerns no model', () => {
    expect(commonLabels([incident, { ...incident, model: null }])).not.toHaveProperty('model');
    expect(commonLabels([])).toEqual({});
  });
});

describe('a matcher', () => {
  it.each([
    ['claims', 'model="claims"'],
    ['v1.2 (beta)', 'model="v1.2 (beta)"'],
    ['say "hi"', 'model=~"say .hi."'],
    ['a"b.c*', String.raw`model=~"a.b\.c\*"`],
  ])('for %s is %s', (value, matcher) => {
    expect(matcherOf('model', value)).toBe(matcher);
  });

  it('stands on a line of its own', () => {
    expect(matchersOfLines(' family="persona"\n\n severity=~"high|low" \n')).toEqual([
      'family="persona"',
      'severity=~"high|low"',
    ]);
  });
});
