import { describe, expect, it } from '@jest/globals';
import { isAllowed } from './permissions.js';

describe('a reveal', () => {
  it.each([
    ['viewer', false],
    ['analyst', false],
    ['lead', true],
    ['admin', true],
    ['', false],
    ['constructor', false],
    ['__proto__', false],
  ])('as %s: %s', (role, allowed) => {
    expect(isAllowed(role, 'evidence.reveal')).toBe(allowed);
  });
});

describe('what people do with incidents', () => {
  it.each([
    ['viewer', [false, false, false]],
    ['analyst', [true, true, false]],
    ['lead', [true, true, true]],
    ['admin', [true, true, true]],
    ['constructor', [false, false, false]],
  ] as const)('as %s: acting, silencing, suppressing: %j', (role, allowed) => {
    expect((['act', 'silence', 'suppress'] as const).map((one) => isAllowed(role, one))).toEqual(allowed);
  });
});
