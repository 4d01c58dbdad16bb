import { describe, expect, it } from '@jest/globals';
import { apiTokenOf, prefixOf, secretDigest } from './api-token.js';

describe('an API token', () => {
  const token = apiTokenOf({ prefix: Buffer.alloc(6, 0xab), secret: Buffer.alloc(32, 7) });

  it('is a text that shows its prefix, and a digest of the whole of it', () => {
    expect(token.text).toMatch(/^tw_abababababab_[\w-]{43}$/);
    expect(prefixOf(token.text)).toBe('abababababab');
    expect(token.digest).toEqual(secretDigest(token.text));
  });

  it.each(['', 'tw_', 'tw_abababababab_', `x${token.text}`, `${token.text}x`, token.text.toUpperCase()])(
    'is not "%s"',
    (text) => expect(prefixOf(text)).toBeUndefined(),
  );
});
