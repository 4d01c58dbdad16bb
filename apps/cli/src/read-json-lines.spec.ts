import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readJsonLines } from './read-json-lines.js';

const schema = z.object({ n: z.number() });
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewarden-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Buffer, { name = 'rows.jsonl', strict = false } = {}) {
  const path = join(folder, name);
  await writeFile(path, content);
  const [values, bad]: [number[], string[]] = [[], []];
  const onBadLine = (line: number, problem: string): void => void bad.push(`${line} ${problem}`);
  for await (const { value } of readJsonLines(path, { schema, strict, onBadLine })) values.push(value.n);
  return { values, bad };
}

describe('readJsonLines', () => {
  it('reads values in order, over blank lines, Windows line ends and a last line without an end', async () => {
    expect(await read('{"n":1}\r\n\n  \n{"n":2}\n{"n":3}')).toEqual({ values: [1, 2, 3], bad: [] });
  });

  it('unpacks a file whose name ends in .gz', async () => {
    expect((await read(gzipSync('{"n":1}\n{"n":2}\n'), { name: 'rows.jsonl.gz' })).values).toEqual([1, 2]);
  });

  it('skips bad lines and tells their numbers without their text', async () => {
    const lines = ['{"n":1}', 'secret', '{"n":"secret"}', '{"n":2}'].map((line) => Buffer.from(`${line}\n`));
    const { values, bad } = await read(Buffer.concat([...lines, Buffer.from([0x22, 0xff, 0x22, 0x0a])]));
    expect(values).toEqual([1, 2]);
    expect(bad).toEqual([
      '2 is not JSON',
      '3 n: Invalid input: expected number, received string',
      '5 is not UTF-8',
    ]);
    expect(bad.join()).not.toContain('secret');
  });

  it('takes NaN and Infinity for null where it may, in no text', async () => {
    const path = join(folder, 'nan.jsonl');
    await writeFile(path, '{"x": NaN, "y": -Infinity, "t": "a \\" NaN"}\n{"t": "NaN\n');
    const values = [];
    const reading = { schema: z.record(z.string(), z.unknown()), allowNaN: true, onBadLine: () => undefined };
    for await (const { value } of readJsonLines(path, reading)) values.push(value);
    expect(values).toEqual([{ x: null, y: null, t: 'a " NaN' }]);
  });

  it('stops at the first bad line where it is told to be strict', async () => {
    await expect(read('{"n":1}\nbad\n', { strict: true })).rejects.toThrow('line 2 is not JSON');
  });

  it.each([
    ['a file that is not there', join('missing', 'rows.jsonl'), 'ENOENT'],
    ['a .gz that is none', 'plain.jsonl.gz', 'Z_DATA_ERROR'],
  ])('says why %s cannot be read', async (_what, name, code) => {
    await writeFile(join(folder, 'plain.jsonl.gz'), '{"n":1}\n');
    const reading = readJsonLines(join(folder, name), { schema }).next();
    await expect(reading).rejects.toMatchObject({
      code: 'cli.unreadable',
      message: expect.stringContaining(code),
    });
  });
});
