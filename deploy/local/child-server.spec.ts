import { describe, expect, it } from '@jest/globals';
import { describeExit, lastLines } from './child-server.js';

describe('describeExit', () => {
  it.each([
    [{ code: 1, signal: null }, 'ended with code 1'],
    [{ code: null, signal: 'SIGKILL' as const }, 'was ended by SIGKILL'],
    [
      { code: null, signal: null, error: Object.assign(new Error('no'), { code: 'ENOENT' }) },
      'could not be run (ENOENT)',
    ],
  ])('says %j as "%s"', (exit, words) => {
    expect(describeExit(exit)).toBe(words);
  });
});

describe('lastLines', () => {
  it('skips empty lines and takes out what would move a cursor', () => {
    expect(lastLines('one\n\ntwo\u001b[2J\n  \nthree\n', 2)).toEqual(['two [2J', 'three']);
  });

  it('cuts a line that would fill the screen', () => {
    expect(lastLines('x'.repeat(5000), 1)[0]).toHaveLength(300);
  });
});
