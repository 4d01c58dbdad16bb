/** Where one value was found, and how it was written there. */
export interface Hit {
  readonly value: string;
  readonly form: string;
  /** The name of the place that was searched. */
  readonly where: string;
  /** Bytes from the start of what was searched. */
  readonly at: number;
}

interface Needle {
  readonly value: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** Finds any of many values, however they are written, in one pass over bytes. */
export interface ValueSearch {
  find(where: string, haystack: Buffer): readonly Hit[];
}

/** As many bits as the table of first bytes has slots. */
const slotBits = 18;
const shortestNeedle = 6;

/** A search for these values: each as it is and as it reads after JSON, URL, base64, hexadecimal and UTF-16 encoding. */
export function searchFor(values: readonly string[]): ValueSearch {
  const needles = values.flatMap(needlesOf);
  const bySlot = new Map<number, Needle[]>();
  // Most positions of a haystack fail here, at the price of one look into a table.
  const isStart = new Uint8Array(1 << slotBits);
  for (const needle of needles) {
    const slot = slotOf(needle.bytes.readInt32BE(0));
    isStart[slot] = 1;
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), needle]);
  }
  return {
    find: (where, haystack) => {
      const hits: Hit[] = [];
      let window = 0;
      for (let end = 0; end < haystack.length; end++) {
        window = (window << 8) | haystack[end]!;
        // A page of a database is zeros for the most part, and no value begins with four of them.
        if (window === 0 || end < 3) continue;
        const slot = slotOf(window);
        if (isStart[slot] === 0) continue;
        const at = end - 3;
        for (const { value, form, bytes } of bySlot.get(slot) ?? []) {
          if (isAt(haystack, bytes, at)) hits.push({ value, form, where, at });
        }
      }
      return hits;
    },
  };
}

/** Looked up once: inside Jest a global costs a hundred times what it costs outside. */
const { imul } = Math;

function slotOf(window: number): number {
  return imul(window, 0x9e3779b1) >>> (32 - slotBits);
}

function isAt(haystack: Buffer, needle: Buffer, at: number): boolean {
  return (
    at + needle.length <= haystack.length &&
    haystack.compare(needle, 0, needle.length, at, at + needle.length) === 0
  );
}

function needlesOf(value: string): Needle[] {
  const seen = new Map<string, Needle>();
  for (const [form, text] of Object.entries(formsOf(value))) {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    if (bytes.length < shortestNeedle) throw new Error(`${form} of a value is too short to be looked for`);
    const key = bytes.toString('latin1');
    if (!seen.has(key)) seen.set(key, { value, form, bytes });
  }
  return [...seen.values()];
}

function formsOf(value: string): Readonly<Record<string, string | Buffer>> {
  const json = JSON.stringify(value).slice(1, -1);
  const compact = value.replace(/[\s().-]/g, '');
  const hex = Buffer.from(value).toString('hex');
  return {
    raw: value,
    compact,
    'lower case': value.toLowerCase(),
    json,
    'json in json': JSON.stringify(json).slice(1, -1),
    'json with escapes only': [...value].map(escapeOf).join(''),
    url: encodeURIComponent(value),
    form: new URLSearchParams({ v: value }).toString().slice(2),
    hex,
    'upper case hex': hex.toUpperCase(),
    // Without its last zero, which is the first one of the other byte order.
    'utf-16': Buffer.from(value, 'utf16le').subarray(0, -1),
    'utf-16 with its zeros replaced': [...value].join('\ufffd'),
    ...base64Forms(value),
  };
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Base64 reads differently by where in a group of three bytes the value begins; what its neighbours decide is cut. */
function base64Forms(value: string): Record<string, string> {
  const forms = [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
    const whole = bytes.toString('base64').replace(/=+$/, '');
    const first = shift === 0 ? 0 : shift + 1;
    const last = Math.floor((bytes.length * 8) / 6);
    return whole.slice(first, last);
  });
  return Object.fromEntries(
    forms.flatMap((text, shift) => [
      [`base64 (${shift})`, text],
      [`base64url (${shift})`, text.replaceAll('+', '-').replaceAll('/', '_')],
    ]),
  );
}
