import { describe, expect, it } from '@jest/globals';
import { scanRowSchema } from './scan-row.js';

const native = { occurred_at: '2026-03-01T10:00:00Z', model: { id: 'm' } };

describe('scanRowSchema', () => {
  it.each([
    ['a text alone', { id: 'a', text: 'Hi' }, { messages: [{ role: 'user', content: 'Hi' }] }],
    [
      'null as absent',
      { id: 'a', text: 'Hi', response: null, system: null, turns: null, where: null },
      { messages: [{ role: 'user', content: 'Hi' }] },
    ],
    [
      'a tool result with a system prompt and an answer',
      { id: 'a', text: 'Hi', where: 'tool', system: 'Be kind.', response: 'Hello' },
      {
        system: 'Be kind.',
        messages: [{ role: 'tool', content: 'Hi', where: 'tool' }],
        response: { content: 'Hello' },
      },
    ],
    [
      'turns that end before the text',
      {
        id: 'a',
        text: 'C',
        turns: [
          { role: 'user', content: 'A' },
          { role: 'assistant', content: 'B' },
        ],
      },
      {
        messages: [
          { role: 'user', content: 'A' },
          { role: 'assistant', content: 'B' },
          { role: 'user', content: 'C' },
        ],
      },
    ],
    [
      'turns that go on after the text',
      {
        id: 'a',
        text: 'A',
        turns: [
          { role: 'human', content: 'A' },
          { role: 'assistant', content: 'B' },
        ],
      },
      { messages: [{ role: 'user', content: 'A' }] },
    ],
    [
      'a native interaction in parts',
      {
        ...native,
        id: 'a',
        messages: [
          {
            role: 'user',
            parts: [{ type: 'text', text: 'A' }, { type: 'image' }, { type: 'text', text: 'B' }],
          },
        ],
        response: { content: 'C' },
      },
      { messages: [{ role: 'user', content: 'A\nB' }], response: { content: 'C' } },
    ],
  ])('reads %s', (_what, row, input) => {
    expect(JSON.parse(JSON.stringify(scanRowSchema.parse(row)))).toEqual({ id: 'a', input });
  });

  it.each([
    ['a minimal row without text', { id: 'a' }, 'text'],
    [
      'a native row without a time',
      { ...native, occurred_at: undefined, messages: [{ role: 'user', content: '' }] },
      'occurred_at',
    ],
    ['a number', 7, ''],
  ])('refuses %s and names the field', (_what, row, path) => {
    expect(scanRowSchema.safeParse(row).error?.issues[0]?.path.join('.')).toBe(path);
  });
});
