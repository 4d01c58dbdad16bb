import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nativeInteractionSchema } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { createFormats } from './create-formats.js';
import { parseFieldMapping } from './mapping/field-mapping.js';
import { exportRequests } from './otlp/otlp-messages.js';

/** What an instrumentation emits, and the records that it stands for. */
interface Golden {
  readonly format: string;
  readonly what: string;
  readonly input: unknown;
  readonly records: readonly unknown[];
}

const goldenFolder = join(import.meta.dirname, 'golden');
const goldens = readdirSync(goldenFolder).map((file) => {
  const golden = JSON.parse(readFileSync(join(goldenFolder, file), 'utf8')) as Golden;
  return [`${file}: ${golden.what}`, golden] as const;
});
const mappingsFolder = join(import.meta.dirname, '../mappings');
const mappings = readdirSync(mappingsFolder).map((file) =>
  parseFieldMapping(readFileSync(join(mappingsFolder, file), 'utf8'), file),
);
const formats = createFormats(mappings);
const context = { receivedAtMs: Date.parse('2026-11-24T12:00:00Z') };

function adapt(name: string, bytes: Uint8Array, contentType?: string): readonly unknown[] {
  const format = formats.get(name)!;
  const decoded = format.decode(bytes, contentType, { maxBytes: 10_000_000 });
  if (!decoded.ok) throw new Error(decoded.error.code);
  return format.adapt(decoded.value, context);
}

describe('what instrumentations emit', () => {
  it.each(goldens)('%s', (_what, golden) => {
    const records = adapt(golden.format, Buffer.from(JSON.stringify(golden.input)));
    expect(records).toEqual(golden.records);
  });

  it.each(goldens.filter(([, { format }]) => format.startsWith('otlp')))(
    'in protobuf as in JSON: %s',
    (_what, golden) => {
      const request = exportRequests[golden.format === 'otlp-traces' ? 'traces' : 'logs'];
      const bytes = request.encode(request.fromObject(withByteIds(golden.input) as object)).finish();
      expect(adapt(golden.format, bytes)).toEqual(golden.records);
      expect(adapt(golden.format, bytes, 'application/x-protobuf')).toEqual(golden.records);
    },
  );

  it.each(goldens)('is valid in the native format: %s', (_what, { records }) => {
    for (const record of records as readonly { kind: string; native?: unknown }[]) {
      if (record.native !== undefined)
        expect(nativeInteractionSchema.safeParse(record.native).success).toBe(true);
    }
  });

  it('covers every shipped mapping and every convention', () => {
    const covered = new Set(goldens.map(([, { format }]) => format));
    expect([...formats.keys()].filter((name) => !covered.has(name))).toEqual([]);
  });
});

/** Ids are hexadecimal text in OTLP/JSON and bytes in protobuf. */
function withByteIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withByteIds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      /^(trace|span|parentSpan)Id$/.test(name) ? Buffer.from(String(inner), 'hex') : withByteIds(inner),
    ]),
  );
}
