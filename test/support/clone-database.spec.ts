import { describe, expect, it } from '@jest/globals';
import { mustBeTest } from './clone-database.js';

describe('mustBeTest', () => {
  it('lets a test database through', () => {
    expect(mustBeTest('tunewarden_test_1f')).toBe('tunewarden_test_1f');
  });

  it.each(['postgres', 'tunewarden', 'test"; DROP DATABASE tunewarden; --'])('refuses %j', (name) => {
    expect(() => mustBeTest(name)).toThrow('is not a test database');
  });
});
