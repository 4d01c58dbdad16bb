import { gzipSync } from 'node:zlib';
import { chatSpan, exportOf } from '../support/otlp-export.js';
import { ordinaryInteraction } from '../support/planted-traffic.js';

/** A source topic of an installation, by its name in TopicNames. */
export type Topic = 'source' | 'otlpSpans' | 'otlpLogs';
/** The code of its dead letter, `arrives` where it is good enough, `nothing` where it holds no interaction. */
type Outcome = string;

const native = JSON.parse(ordinaryInteraction('bad-input', 0, 'careful').value) as Record<string, unknown>;
const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const nativeWith = (fields: Record<string, unknown>): Buffer => text({ ...native, id: undefined, ...fields });
const saying = (json: string): Buffer =>
  Buffer.from(
    nativeWith({ messages: [{ role: 'user', content: '@' }] })
      .toString()
      .replace('"@"', json),
  );
const deep = (open: string, close: string): Buffer => Buffer.from(open.repeat(10_000) + close.repeat(10_000));
const millionKeys = (): string =>
  Array.from({ length: 1_000_000 }, (_, n) => `"k${n.toString(36)}":0`).join(',');
export const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20));
export const garbage = Buffer.from([0x0a, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3]);
/** An array value in an array value, 10,000 times, in an attribute of a resource. */
const deepProtobuf = (): Buffer => {
  let value = field(0x0a, Buffer.from('x'));
  for (let depth = 0; depth < 10_000; depth++) value = field(0x2a, field(0x0a, value));
  return field(0x0a, field(0x0a, field(0x0a, field(0x12, value))));
};

/** Bad messages of every kind, and what becomes of each. */
export const fromKafka: readonly (readonly [
  what: string,
  topic: Topic,
  value: Buffer | null,
  outcome: Outcome,
])[] = [
  ['truncated JSON', 'source', Buffer.from('{"id": "x", "messages": ['), 'invalid-json'],
  ['truncated JSON of spans', 'otlpSpans', Buffer.from('{"resourceSpans": [{'), 'invalid-json'],
  ['another schema', 'source', text({ hello: 'world' }), 'invalid-interaction'],
  ['wrong types', 'source', nativeWith({ messages: 7, usage: [], model: 'm' }), 'invalid-interaction'],
  [
    'wrong types of spans',
    'otlpSpans',
    text({ resourceSpans: [{ scopeSpans: { spans: 7 } }, null] }),
    'nothing',
  ],
  ['U+0000', 'source', saying('"a\\u0000b"'), 'invalid-interaction'],
  ['U+0000 in a span', 'otlpSpans', exportOf(chatSpan({ prompt: 'a\u0000b' })), 'arrives'],
  ['a lone surrogate', 'source', saying('"\\ud800"'), 'invalid-interaction'],
  ['a lone surrogate in a span', 'otlpSpans', exportOf(chatSpan({ prompt: 'x\ud800y' })), 'arrives'],
  ['invalid UTF-8', 'source', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22]), 'invalid-utf8'],
  ['invalid UTF-8 of logs', 'otlpLogs', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22]), 'invalid-utf8'],
  ['lists 10,000 deep', 'source', deep('[', ']'), 'too-deep'],
  [
    'objects 10,000 deep',
    'otlpSpans',
    Buffer.from(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
    'too-deep',
  ],
  ['protobuf 10,000 deep', 'otlpSpans', deepProtobuf(), 'invalid-protobuf'],
  [
    'a million keys',
    'source',
    Buffer.from(`${nativeWith({}).toString().slice(0, -1)},${millionKeys()}}`),
    'too-many-keys',
  ],
  ['a million keys beside spans', 'otlpSpans', Buffer.from(`{${millionKeys()}}`), 'too-many-keys'],
  [
    '__proto__',
    'source',
    Buffer.from(`{"__proto__": {"tenant": "x"}, ${nativeWith({}).toString().slice(1)}`),
    'arrives',
  ],
  [
    'a key twice',
    'source',
    Buffer.from(`{"tenant": "first", ${nativeWith({ tenant: 'second' }).toString().slice(1)}`),
    'arrives',
  ],
  ['no bytes', 'source', Buffer.alloc(0), 'empty'],
  ['a null tombstone', 'source', null, 'empty'],
  ['a null tombstone of spans', 'otlpSpans', null, 'empty'],
  [
    'a huge number',
    'source',
    Buffer.from(nativeWith({ latency_ms: 7 }).toString().replace('"latency_ms":7', '"latency_ms":1e999')),
    'invalid-interaction',
  ],
  ['a count beyond 2^53', 'source', nativeWith({ usage: { input_tokens: 1e300 } }), 'invalid-interaction'],
  [
    'a number of 100,000 digits',
    'source',
    Buffer.from(
      nativeWith({})
        .toString()
        .replace('{', `{"n": ${'9'.repeat(100_000)},`),
    ),
    'arrives',
  ],
  [
    'the year 292277026',
    'source',
    nativeWith({ occurred_at: '+292277026-12-04T15:30:07Z' }),
    'invalid-interaction',
  ],
  [
    'the year 292277026 of a span',
    'otlpSpans',
    exportOf(chatSpan({ prompt: 'x', startTimeUnixNano: '9223372036854775807000' })),
    'arrives',
  ],
  ['protobuf garbage', 'otlpSpans', garbage, 'invalid-protobuf'],
  ['protobuf garbage of logs', 'otlpLogs', garbage, 'invalid-protobuf'],
  ['a gzip bomb', 'source', bomb, 'invalid-utf8'],
  ['a gzip bomb of spans', 'otlpSpans', bomb, 'invalid-protobuf'],
  ['12 MB', 'source', saying(JSON.stringify('x'.repeat(12 * 1024 * 1024))), 'too-large'],
  ['12 MB of spans', 'otlpSpans', exportOf(chatSpan({ prompt: 'x'.repeat(12 * 1024 * 1024) })), 'too-large'],
];

/** An export over HTTP and what it is answered with. */
export interface HttpCase {
  readonly path: string;
  readonly body: Buffer;
  readonly type?: string;
  readonly encoding?: string;
  readonly status: number;
}
export const json = 'application/json';
export const protobuf = 'application/x-protobuf';
const aSpan = (): Buffer => exportOf(chatSpan({ prompt: 'x' }));

/** Bad exports of every kind, and what each is answered. */
export const overHttp: readonly (readonly [what: string, request: HttpCase])[] = [
  ['truncated JSON', { path: 'traces', body: Buffer.from('{"resourceSpans": [{'), type: json, status: 400 }],
  ['invalid UTF-8', { path: 'logs', body: Buffer.from([0x7b, 0x22, 0xc3, 0x28]), type: json, status: 400 }],
  ['objects 10,000 deep', { path: 'traces', body: deep('{"a":', '}'), type: json, status: 400 }],
  ['protobuf 10,000 deep', { path: 'traces', body: deepProtobuf(), type: protobuf, status: 400 }],
  ['protobuf garbage', { path: 'traces', body: garbage, type: protobuf, status: 400 }],
  ['protobuf garbage of logs', { path: 'logs', body: garbage, type: protobuf, status: 400 }],
  ['JSON that says it is protobuf', { path: 'traces', body: aSpan(), type: protobuf, status: 400 }],
  ['no JSON', { path: 'traces', body: Buffer.alloc(0), type: json, status: 400 }],
  ['an export of nothing', { path: 'traces', body: Buffer.alloc(0), type: protobuf, status: 200 }],
  ['another content type', { path: 'traces', body: aSpan(), type: 'text/plain', status: 415 }],
  ['no content type', { path: 'traces', body: aSpan(), status: 415 }],
  ['an unknown encoding', { path: 'traces', body: aSpan(), type: json, encoding: 'compress', status: 415 }],
  ['gzip that is none', { path: 'traces', body: aSpan(), type: json, encoding: 'gzip', status: 400 }],
  [
    'truncated gzip',
    { path: 'traces', body: gzipSync(aSpan()).subarray(0, 40), type: json, encoding: 'gzip', status: 400 },
  ],
  ['a gzip bomb', { path: 'traces', body: bomb, type: json, encoding: 'gzip', status: 413 }],
  ['a gzip bomb of logs', { path: 'logs', body: bomb, type: protobuf, encoding: 'gzip', status: 413 }],
  [
    '12 MB',
    {
      path: 'traces',
      body: exportOf(chatSpan({ prompt: 'x'.repeat(12 * 1024 * 1024) })),
      type: json,
      status: 413,
    },
  ],
  ['a million keys', { path: 'traces', body: Buffer.from(`{${millionKeys()}}`), type: json, status: 400 }],
  [
    'wrong types',
    { path: 'traces', body: text({ resourceSpans: [{ scopeSpans: 7 }] }), type: json, status: 200 },
  ],
  ['a signal that is not read', { path: 'metrics', body: aSpan(), type: json, status: 404 }],
  ['a good export', { path: 'traces', body: aSpan(), type: json, status: 200 }],
  [
    'a good export in gzip',
    { path: 'traces', body: gzipSync(aSpan()), type: json, encoding: 'gzip', status: 200 },
  ],
];

/** A length-delimited protobuf field. */
function field(tag: number, value: Buffer): Buffer {
  const length: number[] = [];
  let rest = value.length;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) length.push((rest % 128) | 0x80);
  return Buffer.concat([Buffer.from([tag, ...length, rest]), value]);
}
