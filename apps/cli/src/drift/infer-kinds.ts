import type { FeatureValues } from '#contracts';

export type RawValue = number | boolean | string | null;
type Kind = 'rate' | 'number' | 'category' | 'text';

const truths: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [1, true],
  ['true', true],
  ['1', true],
  [false, false],
  [0, false],
  ['false', false],
  ['0', false],
]);
/** So much of a feature may be unlike the rest (a "n/a" among numbers) and is then left out. */
const mostStrays = 0.05;
const longestCategory = 200;
/** How tables write that there is no value. */
const missing: ReadonlySet<string> = new Set(['', 'nan', 'null', 'none', 'nil', 'na', 'n/a', '-']);
/** So many different words, and in every second row another one, are texts or ids: nothing that has a share. */
const mostCategories = 100;

/** What the first rows say of one feature. */
interface Seen {
  values: number;
  truths: number;
  numbers: number;
  readonly words: Set<string>;
}

/**
 * Learns from a file's first rows whether a feature is a rate, a number or a category. A rate: nothing but true and
 * false, also as 0 and 1 or as words. A number: numbers, also as text, at least 95 of 100. Else a category, but for
 * texts and ids, which are not watched. One that first comes later is what its first value is.
 */
export class KindInference {
  readonly #seen = new Map<string, Seen>();
  readonly #kinds = new Map<string, Kind>();

  /** To be called with the first rows, before any `read`. */
  learn(features: Readonly<Record<string, RawValue>>): void {
    for (const [name, value] of Object.entries(features)) {
      if (isMissing(value)) continue;
      const seen = this.#seen.get(name) ?? { values: 0, truths: 0, numbers: 0, words: new Set() };
      this.#seen.set(name, seen);
      seen.values += 1;
      seen.words.add(String(value));
      if (truths.has(value)) seen.truths += 1;
      if (numberOf(value) !== undefined) seen.numbers += 1;
    }
  }

  /** The values by the kind of their feature; one that does not fit its feature is left out. */
  read(features: Readonly<Record<string, RawValue>>): FeatureValues {
    const values: Record<string, boolean | number | string> = {};
    for (const name in features) {
      const raw = features[name];
      if (raw === undefined || isMissing(raw)) continue;
      const value = valueAs(this.#kindOf(name, raw), raw);
      if (value !== undefined) values[name] = value;
    }
    return values;
  }

  /** Features that are texts or ids, which are not watched. */
  texts(): readonly string[] {
    return [...this.#kinds].flatMap(([name, kind]) => (kind === 'text' ? [name] : []));
  }

  #kindOf(name: string, value: RawValue): Kind {
    const known = this.#kinds.get(name);
    if (known !== undefined) return known;
    const kind = kindOf(this.#seen.get(name)) ?? kindOfValue(value);
    this.#kinds.set(name, kind);
    return kind;
  }
}

function kindOf(seen: Seen | undefined): Kind | undefined {
  if (seen === undefined) return undefined;
  if (seen.truths === seen.values) return 'rate';
  if (seen.numbers >= (1 - mostStrays) * seen.values) return 'number';
  return seen.words.size > Math.max(mostCategories, seen.values / 2) ? 'text' : 'category';
}

function isMissing(value: RawValue): boolean {
  return value === null || (typeof value === 'string' && missing.has(value.trim().toLowerCase()));
}

function kindOfValue(value: RawValue): Kind {
  if (typeof value === 'boolean') return 'rate';
  return typeof value === 'number' ? 'number' : 'category';
}

function valueAs(kind: Kind, value: RawValue): boolean | number | string | undefined {
  if (kind === 'text') return undefined;
  if (kind === 'category') return String(value).slice(0, longestCategory);
  if (kind === 'number') return numberOf(value);
  const number = numberOf(value);
  return truths.get(value) ?? (number === undefined ? undefined : number !== 0);
}

function numberOf(value: RawValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.length > 40 || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
