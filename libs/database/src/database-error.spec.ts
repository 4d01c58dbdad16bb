import { describe, expect, it } from '@jest/globals';
import { AppError } from '#kernel';
import { QueryFailedError } from 'typeorm';
import { databaseError } from './database-error.js';

function refused(code: string): QueryFailedError {
  return new QueryFailedError(
    'SELECT $1',
    ['a secret'],
    Object.assign(new Error('quoting a secret'), { code }),
  );
}

describe('databaseError', () => {
  it.each([
    ['a deadlock', refused('40P01'), true],
    ['an ended connection', refused('57P01'), true],
    ['a full disk', refused('53100'), true],
    ['a socket that closed', refused('ECONNRESET'), true],
    ['a pool that gave up', new Error('Connection terminated unexpectedly'), true],
    ['a violated constraint', refused('23505'), false],
    ['a wrong statement', refused('42601'), false],
  ])('calls %s what it is', (_what, cause, retriable) => {
    const error = databaseError(cause);
    expect(error.retriable).toBe(retriable);
    expect(error.message).not.toContain('secret');
  });

  it('leaves AppErrors and mistakes in our own code as they are', () => {
    const own = new AppError('x', 'x', false);
    expect(databaseError(own)).toBe(own);
    expect(() => databaseError(new TypeError('a bug'))).toThrow(TypeError);
  });
});
