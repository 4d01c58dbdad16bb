import { expect, it } from '@jest/globals';
import { splitLines } from './split-lines.js';

async function split(chunks: readonly string[], longestBytes?: number): Promise<string[]> {
  async function* stream(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const lines: string[] = [];
  for await (const { lineNumber, bytes, tooLong } of splitLines(stream(), longestBytes)) {
    lines.push(`${lineNumber}:${tooLong ? 'too long' : bytes.toString()}`);
  }
  return lines;
}

it.each([
  ['lines within one chunk', ['a\nb\n'], ['1:a', '2:b']],
  ['a line over three chunks', ['a', 'b', 'c\nd'], ['1:abc', '2:d']],
  ['a line feed at the start of a chunk', ['a', '\nb'], ['1:a', '2:b']],
  ['blank lines, which count but are left out', ['\n \t\r\n', 'a\n\n'], ['3:a']],
  ['nothing', [], []],
])('splits %s', async (_what, chunks, lines) => {
  expect(await split(chunks)).toEqual(lines);
});

it('gives up on a line that is too long and goes on with the next', async () => {
  expect(await split(['aaaa', 'aaaa', 'a\nbb\n'], 4)).toEqual(['1:too long', '2:bb']);
});
