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
