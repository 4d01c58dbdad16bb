import { createReadStream } from 'node:fs';
import { type Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '#kernel';
import type { z } from 'zod';
import { type Line, splitLines } from './split-lines.js';

/** One line of a JSON Lines file. */
export interface JsonLine<Value> {
  readonly lineNumber: number;
  readonly value: Value;
  /** The line as it stood in the file. */
  readonly bytes: Buffer;
}

export interface ReadOptions<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** Stop at the first bad line, with an error. Default: report it and go on. */
  readonly strict?: boolean;
  /** Told of each line that is skipped; default: a line on stderr. */
  readonly onBadLine?: (lineNumber: number, problem: string) => void;
  /** Take Python's NaN and Infinity, which are no JSON, for null. */
  readonly allowNaN?: boolean;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The values of a JSON Lines file in its order, one at a time, so that memory does not grow with the file.
 * `-` is stdin, a name that ends in `.gz` is unpacked. Throws an AppError where the file cannot be read.
 */
export async function* readJsonLines<Schema extends z.ZodType>(
  path: string,
  options: ReadOptions<Schema>,
): AsyncGenerator<JsonLine<z.infer<Schema>>> {
  for await (const line of readLines(path)) {
    const parsed = parseLine(line, options);
    if ('value' in parsed) {
      yield { lineNumber: line.lineNumber, value: parsed.value, bytes: line.bytes };
    } else if (options.strict === true) {
      throw new AppError('cli.bad-line', `line ${line.lineNumber} ${parsed.problem}`, false);
    } else {
      (options.onBadLine ?? tellBadLine)(line.lineNumber, parsed.problem);
    }
  }
}

async function* readLines(path: string): AsyncGenerator<Line> {
  const source = openInput(path);
  try {
    yield* splitLines(source);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new AppError('cli.unreadable', `${path} cannot be read: ${code}`, false, cause);
  } finally {
    source.destroy();
  }
}

function openInput(path: string): Readable {
  const raw = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 256 * 1024 });
  if (!path.endsWith('.gz')) return raw;
  // Errors of either stream reach the reader of the last.
  return pipeline(raw, createGunzip(), () => undefined);
}

/** What is wrong is said by place and kind, never with the text of the line. */
function parseLine<Schema extends z.ZodType>(
  line: Line,
  { schema, allowNaN = false }: ReadOptions<Schema>,
): { readonly value: z.infer<Schema> } | { readonly problem: string } {
  if (line.tooLong) return { problem: 'is too long' };
  const text = decode(line.bytes);
  if (text === undefined) return { problem: 'is not UTF-8' };
  let json: unknown;
  try {
    json = JSON.parse(allowNaN && /NaN|Infinity/.test(text) ? withoutNaN(text) : text);
  } catch {
    return { problem: 'is not JSON' };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  return { problem: `${issue?.path.join('.') || 'the value'}: ${issue?.message ?? 'is not valid'}` };
}

/** Strings are matched first, so that no text is changed. */
function withoutNaN(text: string): string {
  // A string without an end is matched to the end of the line: no part of it is looked at twice.
  return text.replace(/"(?:[^"\\]|\\[^]?)*(?:"|$)|-?\b(?:NaN|Infinity)\b/g, (found) =>
    found.startsWith('"') ? found : 'null',
  );
}

function decode(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Says on stderr which line was skipped, and why. */
export function tellBadLine(lineNumber: number, problem: string): void {
  process.stderr.write(`tunewarden: line ${lineNumber} skipped: ${problem}\n`);
}
