/** A whole number from 0 to below `below`. */
export type Pick = (below: number) => number;

/** Values that adapters stumble over. */
const awkwardValues: readonly unknown[] = [
  ...[null, true, -0, -1, 1e300, '', [], {}, 'a\u0000b', '\ud800', '__proto__', '1e999', '[{"role":7}]'],
  ...['9'.repeat(400), 'x'.repeat(20_000), '😀'.repeat(300), '\u202e', [[[[[]]]]], { type: 'text' }],
  { stringValue: {} },
  { toString: 1, valueOf: 1 },
  'constructor',
];

/** Puts an awkward value, or another part of the same value, somewhere into a JSON value; or takes a part away. */
export function changeValue(root: unknown, pick: Pick): void {
  const places = [...placesIn(root)];
  if (places.length === 0) return;
  const [holder, key] = places[pick(places.length)]!;
  const [otherHolder, otherKey] = places[pick(places.length)]!;
  const value = holder[key];
  if (typeof value === 'string' && /^[[{]/.test(value) && pick(4) > 0) {
    // Text that holds JSON is changed inside.
    const inner = parsedOrEmpty(value);
    changeValue(inner, pick);
    holder[key] = JSON.stringify(inner);
    return;
  }
  const change = pick(4);
  if (change === 0) delete holder[key];
  else if (change === 1) holder[key] = structuredClone(otherHolder[otherKey]);
  else holder[key] = structuredClone(awkwardValues[pick(awkwardValues.length)]);
}

function parsedOrEmpty(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Every place of a value, at whatever depth. */
function* placesIn(value: unknown): Generator<readonly [holder: Record<string, unknown>, key: string]> {
  if (typeof value !== 'object' || value === null) return;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    yield [holder, key];
    yield* placesIn(holder[key]);
  }
}

/** Values that parsers stumble over. */
const awkward = [
  ...[
    'null',
    '-0',
    '1e999',
    '""',
    '[]',
    '{}',
    'true',
    '"\\u0000"',
    '"\\ud800"',
    '\\ud83d',
    '[[[[',
    '"__proto__"',
  ],
  '9'.repeat(400),
  '{"stringValue":{}}',
].map((text) => Buffer.from(text));

/** Bytes flipped, cut out, doubled, moved, or replaced by what parsers stumble over; often a whole value of the JSON. */
export function withOtherBytes(bytes: Buffer, pick: Pick): Buffer {
  let result = bytes;
  for (let times = 1 + pick(4); times > 0; times--) {
    const [at, end] = pick(3) === 0 ? valueAt(result, pick) : stretchAt(result, pick);
    const insert = [
      Buffer.from([pick(256)]),
      Buffer.alloc(0),
      result.subarray(at, end),
      awkward[pick(awkward.length)]!,
      stretchOf(result, pick),
    ][pick(5)]!;
    result = Buffer.concat([result.subarray(0, at), insert, result.subarray(end)]);
  }
  return result;
}

function stretchAt(bytes: Buffer, pick: Pick): readonly [from: number, to: number] {
  const at = pick(Math.max(1, bytes.length));
  return [at, Math.min(bytes.length, at + pick(30))];
}

function stretchOf(bytes: Buffer, pick: Pick): Buffer {
  return bytes.subarray(...stretchAt(bytes, pick));
}

/** From a colon to the next comma or bracket: a value, as far as that can be told without parsing. */
function valueAt(bytes: Buffer, pick: Pick): readonly [from: number, to: number] {
  const colon = bytes.indexOf(':', pick(Math.max(1, bytes.length)));
  if (colon < 0) return stretchAt(bytes, pick);
  const end = bytes.subarray(colon).findIndex((byte) => byte === 0x2c || byte === 0x7d || byte === 0x5d);
  return [colon + 1, end < 0 ? bytes.length : colon + end];
}
