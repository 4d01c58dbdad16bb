import { createFormats } from '#formats';
import { describe, expect, it } from '@jest/globals';
import { benchMessages, bytesOf, writerNames } from './bench-messages.js';

describe('benchMessages', () => {
  it.each(writerNames)('writes different exchanges of about the wanted size as %s', (writer) => {
    const exchanges = benchMessages(writer, 8_000, 20);
    const sizes = exchanges.map(bytesOf);
    expect(
      new Set(exchanges.map((messages) => messages.map(({ value }) => value.toString()).join())).size,
    ).toBe(20);
    // Quotes of JSON in JSON and lengths of protobuf add a little to what is padded.
    expect(Math.min(...sizes)).toBeGreaterThan(7_900);
    expect(Math.max(...sizes)).toBeLessThan(8_300);
  });

  it('keeps a short exchange as short as its format allows', () => {
    expect(bytesOf(benchMessages('native', 300, 1)[0]!)).toBeLessThan(520);
  });

  it('logs a joined exchange as the parts of one interaction', () => {
    const formats = createFormats([]);
    const records = benchMessages('joined', 1_000, 1)[0]!.flatMap(({ format, value, contentType }) => {
      const found = formats.get(format)!;
      const decoded = found.decode(value, contentType, { maxBytes: 10_000 });
      return decoded.ok ? found.adapt(decoded.value, { receivedAtMs: 0 }) : [];
    });
    expect(records.map((record) => record.kind)).toEqual(['part', 'part', 'part', 'part']);
  });

  it('refuses a way that there is none of', () => {
    expect(() => benchMessages('semaphore', 300, 1)).toThrow('semaphore');
  });
});
