import { nativeInteractionSchema } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { createFormats } from './create-formats.js';
import type { AdaptedRecord } from './format.js';

const formats = createFormats([]);

type Verdict = { readonly refused: string } | { readonly records: readonly AdaptedRecord[] };

function read(name: string, bytes: Uint8Array | null, contentType?: string): Verdict {
  const format = formats.get(name)!;
  const decoded = format.decode(bytes, contentType, { maxBytes: 10_000_000 });
  if (!decoded.ok) return { refused: decoded.error.code };
  return { records: format.adapt(decoded.value, { receivedAtMs: 1_000 }) };
}

/** Every record is one that the pipeline can go on with. */
function mustBeSound(verdict: Verdict): void {
  if ('refused' in verdict) return;
  for (const record of verdict.records) {
    if (record.kind !== 'interaction' && record.kind !== 'part') continue;
    const parsed = nativeInteractionSchema.safeParse(record.native);
    if (!parsed.success) throw new Error(JSON.stringify(parsed.error.issues));
  }
}

const span = (attributes: object[], more: object = {}) => ({
  resourceSpans: [
    { scopeSpans: [{ spans: [{ traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), attributes, ...more }] }] },
  ],
});
const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const asked = (value: string) => [text('gen_ai.request.model', 'm'), text('gen_ai.prompt.0.content', value)];
const nested = (depth: number): string => '{"arrayValue":{"values":['.repeat(depth) + ']}}'.repeat(depth);

describe('bad input', () => {
  it.each([
    ['nothing', null, 'empty'],
    ['no bytes', Buffer.alloc(0), 'empty'],
    ['truncated JSON', Buffer.from('{"resourceSpans": ['), 'invalid-json'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22]), 'invalid-utf8'],
    ['brackets 10,000 deep', Buffer.from('{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)), 'too-deep'],
    ['values 10,000 deep', Buffer.from(`{"resourceSpans": ${nested(10_000)}}`), 'too-deep'],
    ['protobuf garbage', Buffer.from([0x0a, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3]), 'invalid-protobuf'],
    ['random bytes', Buffer.from('9fd86d081884c7d659a2feaa0c55ad01', 'hex'), 'invalid-protobuf'],
    ['too much', Buffer.alloc(10_000_001, 0x0a), 'too-large'],
  ])('refuses %s, with its reason', (_what, bytes, code) => {
    expect(read('otlp-traces', bytes)).toEqual({ refused: code });
    expect(read('otlp-logs', bytes)).toEqual({ refused: code });
  });

  it('refuses protobuf that nests ten thousand deep, without exhausting the stack', () => {
    const field = (tag: number, value: Buffer) =>
      Buffer.concat([Buffer.from([tag]), varint(value.length), value]);
    let value = field(0x0a, Buffer.from('x'));
    // An array value in an array value, 10,000 times, in an attribute of a resource.
    for (let depth = 0; depth < 10_000; depth++) value = field(0x2a, field(0x0a, value));
    value = field(0x0a, field(0x0a, field(0x0a, field(0x12, value))));
    expect(read('otlp-traces', value)).toEqual({ refused: 'invalid-protobuf' });
  });

  it.each([
    ['another JSON', 'null'],
    ['a list', '[1, 2]'],
    [
      'wrong types at every level',
      '{"resourceSpans": [{"scopeSpans": {"spans": 7}, "resource": "x"}, null, 5]}',
    ],
    ['spans that are none', '{"resourceSpans": [{"scopeSpans": [{"spans": [null, 1, "x", []]}]}]}'],
  ])('finds no interaction in %s', (_what, json) => {
    const verdict = read('otlp-traces', Buffer.from(json), 'application/json');
    expect(verdict).toMatchObject({ records: expect.any(Array) });
    expect(JSON.stringify(verdict)).not.toContain('"interaction"');
  });

  it.each([
    ['U+0000', 'before\u0000after', 'before\ufffdafter'],
    ['a lone surrogate', 'x\ud800y', 'x\ufffdy'],
  ])('replaces %s in a text', (_what, value, wanted) => {
    const { records } = read('otlp-traces', Buffer.from(JSON.stringify(span(asked(value))))) as never as {
      records: readonly { native: { messages: unknown } }[];
    };
    expect(records[0]?.native.messages).toEqual([{ role: 'user', content: wanted }]);
  });

  it.each([
    ['in the year 292277026', '9223372036854775807'],
    ['before 1970', '-1'],
    ['that is no number', 'soon'],
    ['of a hundred digits', '9'.repeat(100)],
  ])('takes the time of the broker for a time %s', (_what, startTimeUnixNano) => {
    const far =
      startTimeUnixNano === '9223372036854775807'
        ? { startTimeUnixNano: '9223372036854775807000' }
        : { startTimeUnixNano };
    const verdict = read('otlp-traces', Buffer.from(JSON.stringify(span(asked('x'), far))));
    expect(verdict).toMatchObject({ records: [{ native: { occurred_at: '1970-01-01T00:00:01.000Z' } }] });
  });

  it.each([
    ['the index of a choice', 'gen_ai.choice', { index: {}, message: { content: 'x' } }],
    ['a role', 'gen_ai.user.message', { role: { toString: 1 }, content: 'x' }],
    ['a role that every object has', 'gen_ai.user.message', { role: 'constructor', content: 'x' }],
    ['the type of a part', 'gen_ai.user.message', { content: [{ type: {}, image: { modality: {} } }] }],
    ['a tool and its arguments', 'gen_ai.assistant.message', { tool_calls: [{ name: {}, id: {} }] }],
  ])('does without an object for %s', (_what, eventName, body) => {
    const event = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), eventName, body: anyValue(body) };
    const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [event] }] }] };
    const verdict = read('otlp-logs', Buffer.from(JSON.stringify(logs)));
    mustBeSound(verdict);
    expect(JSON.stringify(verdict)).not.toContain('"invalid"');
  });

  it('keeps to itself what is named __proto__, twice, or a hundred thousand times', () => {
    const json = `{"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": "${'ab'.repeat(16)}", "spanId": "${'cd'.repeat(8)}",
      "__proto__": {"polluted": 1}, "attributes": [${JSON.stringify(text('__proto__', '{"polluted": 1}'))},
      ${JSON.stringify(text('gen_ai.prompt.__proto__.polluted', 'x'))},
      ${asked('first')
        .concat(asked('second'))
        .map((one) => JSON.stringify(one))
        .join()}]}]}]}]}`;
    expect(read('otlp-traces', Buffer.from(json))).toMatchObject({
      records: [{ native: { messages: [{ role: 'user', content: 'second' }] } }],
    });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    const many = Array.from({ length: 100_000 }, (_, n) => text(`gen_ai.prompt.${n}.x${n}`, 'y'));
    mustBeSound(read('otlp-traces', Buffer.from(JSON.stringify(span([...asked('x'), ...many])))));
  });
});

/** A value as OTLP carries it. */
function anyValue(value: unknown): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { intValue: String(value) };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  const values = Object.entries(value as object).map(([key, inner]) => ({ key, value: anyValue(inner) }));
  return { kvlistValue: { values } };
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}
