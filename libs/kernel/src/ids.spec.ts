import { describe, expect, it } from '@jest/globals';
import { deterministicUuid } from './ids.js';

describe('deterministicUuid', () => {
  it('gives the same id for the same parts and the shape of a version 8 UUID', () => {
    const id = deterministicUuid('finding', 'topic', 3, 42);
    expect(id).toBe(deterministicUuid('finding', 'topic', 3, 42));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('keeps parts apart that would read the same when joined', () => {
    expect(deterministicUuid('a', 'bc')).not.toBe(deterministicUuid('ab', 'c'));
    expect(deterministicUuid('a', 1)).not.toBe(deterministicUuid('a', '1'));
  });
});
