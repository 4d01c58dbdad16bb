import { deadLetterHeaderNames as names } from '#contracts';
import type { KafkaRecord } from '#kafka';
import { allMaskers, maskText } from '#privacy';
import { describe, expect, it } from '@jest/globals';
import { describeDeadLetter } from './describe-dead-letter.js';

const mask = (text: string): string => maskText(text, Buffer.alloc(32, 1), allMaskers).text;

function letter(value: Buffer | string | null, headers: Record<string, string> = {}): KafkaRecord {
  const bytes = Object.entries({ [names.topic]: 'logs', [names.offset]: '41', ...headers });
  return {
    offset: 7n,
    key: null,
    value: typeof value === 'string' ? Buffer.from(value) : value,
    headers: Object.fromEntries(bytes.map(([name, text]) => [name, Buffer.from(text)])),
    timestampMs: Date.parse('2026-11-24T10:00:00Z'),
  };
}

const headOf = (value: Buffer | string | null, headers?: Record<string, string>) =>
  describeDeadLetter(letter(value, headers), mask).head;

describe('the list of dead letters', () => {
  it('says where a letter comes from, and shows its masked beginning', () => {
    const described = describeDeadLetter(letter('{"id": "ada@example.com", '), mask);
    expect(described).toMatchObject({ sourceTopic: 'logs', sourceOffset: 41n, attempts: 1, bytes: 26 });
    expect(described.head).toMatch(/^\{"id": "⟦email:[0-9a-f]{12}⟧", $/);
  });

  it.each([
    ['in escapes of JSON', '{"a": "ada\\u0040example.com"'],
    ['in escapes of escapes', '{"a": "ada\\u005cu0040example.com"'],
    ['at the end of what is kept', `${'x'.repeat(190)} ada@example.com`],
    ['where the cut goes through', `${'x'.repeat(3_990)} ada@example.com`],
  ])('hides what a masker finds %s', (_what, text) => {
    expect(headOf(text)).not.toMatch(/ada|example\.com/);
  });

  it.each([
    ['protobuf, by its header', '\u0008ada@example.com', { 'content-type': 'application/x-protobuf' }],
    ['protobuf, by its first byte', '\nada@example.com', {}],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x41, 0xff, 0x00]), {}],
    ['UTF-16, whose letters stand apart', Buffer.from('{"a": "ada@example.com"', 'utf16le'), {}],
    ['nothing', null, {}],
  ])('shows no beginning of %s', (_what, value, headers) => {
    expect(headOf(value, headers as Record<string, string>)).toBeNull();
  });

  it('takes any header for what it is: text that anybody may have written', () => {
    const described = describeDeadLetter(
      letter('x', {
        [names.offset]: '-1e9',
        [names.partition]: '99999999999999999999',
        [names.firstFailedAt]: 'never',
        [names.stage]: 'a\u0000b',
      }),
      mask,
    );
    expect(described).toMatchObject({ sourceOffset: 0n, sourcePartition: 0, stage: 'a\ufffdb' });
    expect(described.firstFailedAt).toEqual(described.failedAt);
  });
});
