import type { Message } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { segmentsOf } from './segments.js';

const say = (role: Message['role'], content: string, where?: Message['where']): Message => ({
  role,
  content,
  where,
});
const read = (messages: Message[], response?: string) =>
  segmentsOf({ messages, response: response === undefined ? undefined : { content: response } }).segments.map(
    ({ message, where, text }) => `${message} ${where} ${text}`,
  );

describe('segmentsOf', () => {
  it.each([
    ['a single message', [say('user', 'a')], ['0 user a']],
    [
      'only the turn since the last answer',
      [say('user', 'a'), say('assistant', 'b'), say('user', 'c')],
      ['2 user c'],
    ],
    ['adjacent user messages', [say('user', 'a'), say('user', 'b')], ['0 user a', '1 user b']],
    [
      'tool calls within the turn, with what led to them',
      [say('user', 'a'), say('assistant', 'call'), say('tool', 'b')],
      ['0 user a', '2 tool b'],
    ],
    ['retrieved text in a user message', [say('user', 'a', 'retrieved')], ['0 retrieved a']],
    ['a developer message as system', [say('developer', 'a'), say('user', 'b')], ['0 system a', '1 user b']],
    ['everything where no user speaks', [say('tool', 'a'), say('tool', 'b')], ['0 tool a', '1 tool b']],
    ['nothing', [], []],
  ])('takes %s', (_what, messages, segments) => {
    expect(read(messages)).toEqual(segments);
  });

  it('gives system prompt and response the numbers that spans use', () => {
    const { segments } = segmentsOf({
      system: 's',
      messages: [say('user', 'a')],
      response: { content: 'r' },
    });
    expect(segments.map(({ message, where }) => [message, where])).toEqual([
      [-1, 'system'],
      [0, 'user'],
      [-2, 'response'],
    ]);
  });

  it('keeps head and tail of a long text and says so', () => {
    const { segments, truncated } = segmentsOf({ messages: [say('user', `${'a'.repeat(100_000)}z`)] });
    expect(segments.map(({ start, text }) => [start, text.length])).toEqual([
      [0, 48_000],
      [84_001, 16_000],
    ]);
    expect(segments.at(-1)?.text.endsWith('z')).toBe(true);
    expect(truncated).toBe(true);
  });

  it('keeps the newest of too many messages', () => {
    const messages = Array.from({ length: 10 }, () => say('user', 'a'.repeat(40_000)));
    const { segments, truncated } = segmentsOf({ messages });
    expect(segments.map(({ message }) => message)).toEqual([6, 7, 8, 9]);
    expect(truncated).toBe(true);
  });
});
