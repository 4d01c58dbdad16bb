import { describe, expect, it } from '@jest/globals';
import { decodeJson, validateNative } from './decode-native.js';

const limits = { maxBytes: 100_000 };
const good = {
  occurred_at: '2026-11-24T10:00:00+01:00',
  model: { id: 'm' },
  messages: [{ role: 'user', content: 'hello' }],
};

describe('decodeJson', () => {
  it.each([
    ['nothing', null, 'empty'],
    ['no bytes', Buffer.alloc(0), 'empty'],
    ['too much', Buffer.alloc(100_001, 0x20), 'too-large'],
    ['broken UTF-8', Buffer.from([0x22, 0xc3, 0x22]), 'invalid-utf8'],
    ['half a document', Buffer.from('{"a":'), 'invalid-json'],
    ['too many brackets', Buffer.from('['.repeat(65) + ']'.repeat(65)), 'too-deep'],
    ['too many keys', Buffer.from(`[{},{${'"a":0,'.repeat(10_000)}"b":0}]`), 'too-many-keys'],
  ])('refuses %s', (_what, bytes, code) => {
    expect(decodeJson(bytes, limits)).toMatchObject({ ok: false, error: { code } });
  });

  it('counts no bracket inside a string', () => {
    const text = JSON.stringify({ a: '[{'.repeat(100), b: '\\"[' });
    expect(decodeJson(Buffer.from(text), limits)).toMatchObject({ ok: true });
  });
});

describe('validateNative', () => {
  it('takes the least there is and fills in the rest', () => {
    expect(validateNative(good)).toMatchObject({
      ok: true,
      value: { tenant: 'default', model: { version: 'unversioned', kind: 'tuned' } },
    });
  });

  it.each([
    ['a year that no calendar has', { occurred_at: '292277026-01-01T00:00:00Z' }],
    ['a date without a zone', { occurred_at: '2026-11-24T10:00:00' }],
    ['U+0000 in a message', { messages: [{ role: 'user', content: 'a\u0000' }] }],
    ['a lone surrogate in the response', { response: { content: '\ud800' } }],
    ['a line break in the model id', { model: { id: 'a\nb' } }],
    ['a negative latency', { latency_ms: -1 }],
    ['text for a number', { usage: { input_tokens: '1' } }],
  ])('refuses %s', (_what, wrong) => {
    expect(validateNative({ ...good, ...wrong })).toMatchObject({ ok: false });
  });

  it('names fields and rules, never a value', () => {
    const refused = validateNative({ ...good, model: { id: 'hunter2\n' }, messages: [{ role: 'hunter2' }] });
    expect(refused).toMatchObject({ ok: false });
    expect(JSON.stringify(refused)).toMatch(/model\.id/);
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });

  it('lets no key of the log reach the prototype of an object', () => {
    const parsed = validateNative(
      JSON.parse(`{"__proto__": {"polluted": 1}, ${JSON.stringify(good).slice(1)}`),
    );
    expect(parsed.ok).toBe(true);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
