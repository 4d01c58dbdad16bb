/** Deeper than this a value is masked as the text of its JSON. */
const deepest = 16;

/**
 * A JSON value with every text in it masked, keys too. A key announces its value, as "date of birth" does in a
 * sentence, and texts are masked before they are escaped: in `"\u0040"` nobody would see an at sign.
 */
export function maskJson(value: unknown, mask: (text: string) => string, name = '', depth = 0): unknown {
  if (typeof value === 'string') return maskNamed(value, name, mask, depth);
  if (typeof value === 'number' || typeof value === 'bigint') {
    const masked = maskNamed(String(value), name, mask, depth);
    return masked === String(value) ? value : masked;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return mask(JSON.stringify(value));
  if (Array.isArray(value)) return value.map((item) => maskJson(item, mask, name, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [mask(key), maskJson(item, mask, key, depth + 1)]),
  );
}

/** The value that a text of JSON holds; undefined where it is no object and no array. */
export function parseContainer(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function maskNamed(text: string, name: string, mask: (text: string) => string, depth: number): string {
  const inner = depth < deepest ? parseContainer(text) : undefined;
  if (inner !== undefined) return JSON.stringify(maskJson(inner, mask, name, depth + 1));
  if (name === '' || !/[\d@:]|\p{Lu}|pass|secret|token|key/iu.test(text)) return mask(text);
  const announcement = `${wordsOf(name)}: `;
  const masked = mask(announcement + text);
  return masked.startsWith(announcement) ? masked.slice(announcement.length) : mask(text);
}

/** `dateOfBirth` and `date_of_birth` as words. */
function wordsOf(name: string): string {
  return name
    .slice(-60)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[_.-]+/g, ' ');
}
