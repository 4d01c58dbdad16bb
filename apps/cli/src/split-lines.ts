/** One line of a byte stream, without its line feed. */
export interface Line {
  /** From 1. */
  readonly lineNumber: number;
  /** Empty where the line is too long. */
  readonly bytes: Buffer;
  readonly tooLong: boolean;
}

const lineFeed = 0x0a;
/** More than the largest message that the collector takes by default (10 MB), escaped. */
const longestLineBytes = 32 * 1024 * 1024;

/** The lines of a byte stream that are not blank; holds one line in memory and of a line that is too long nothing. */
export async function* splitLines(
  chunks: AsyncIterable<Buffer>,
  longestBytes = longestLineBytes,
): AsyncGenerator<Line> {
  let lineNumber = 1;
  let parts: Buffer[] = [];
  let size = 0;
  const add = (part: Buffer): void => {
    size += part.length;
    if (size > longestBytes) parts = [];
    else parts.push(part);
  };
  const take = (): Line => {
    const tooLong = size > longestBytes;
    const line = { lineNumber, bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts), tooLong };
    lineNumber += 1;
    parts = [];
    size = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      add(chunk.subarray(start, end));
      start = end + 1;
      const line = take();
      if (!isBlank(line)) yield line;
    }
    if (start < chunk.length) add(chunk.subarray(start));
  }
  const last = take();
  if (!isBlank(last)) yield last;
}

function isBlank({ bytes, tooLong }: Line): boolean {
  return !tooLong && bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}
