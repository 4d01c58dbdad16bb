import { describe, expect, it } from '@jest/globals';
import { allMaskers, maskText } from '#privacy';
import { canaryValues } from './canary-values.js';
import { searchFor } from './find-values.js';

const value = 'Jo "J" O\'Neill, +44 20 7946 0018';
const around = (text: string): Buffer => Buffer.from(`before ${text} behind`);

describe('searchFor', () => {
  it.each([
    ['as it is', around(value)],
    ['in JSON', around(JSON.stringify({ a: value }))],
    ['in JSON in JSON', around(JSON.stringify({ a: JSON.stringify({ b: value }) }))],
    ['in a URL', around(encodeURIComponent(value))],
    ['in a form', around(new URLSearchParams({ a: value }).toString())],
    ['in hexadecimal', around(Buffer.from(value).toString('hex'))],
    ['in UTF-16', Buffer.from(`before ${value}`, 'utf16le')],
    ...['', 'x', 'xy'].flatMap((before) => [
      [
        `in base64 behind ${before.length} bytes`,
        around(Buffer.from(before + value + 'after').toString('base64')),
      ],
      [
        `in base64url behind ${before.length} bytes`,
        around(Buffer.from(before + value).toString('base64url')),
      ],
    ]),
  ] as [string, Buffer][])('finds a value %s', (_, haystack) => {
    expect(searchFor(['another value', value]).find('here', haystack)).toMatchObject([
      { value, where: 'here' },
    ]);
  });

  it('finds nothing where a part of a value stands', () => {
    expect(searchFor([value]).find('here', around(value.slice(0, -1)))).toEqual([]);
  });

  it('finds a value at the very start and at the very end', () => {
    const hits = searchFor([value]).find('here', Buffer.from(`${value} ${value}`));
    expect(hits.map(({ at }) => at)).toEqual([0, value.length + 1]);
  });
});

const types = allMaskers.map(({ type }) => type);
const key = Buffer.alloc(32, 1);

describe('canaryValues', () => {
  const values = canaryValues(7, types, 200);

  it('gives different values of every type that is masked', () => {
    expect(new Set(values.map((one) => one.value)).size).toBe(200);
    expect(new Set(values.map(({ type }) => type))).toEqual(new Set(types));
  });

  it('refuses a type that it plants nothing of', () => {
    expect(() => canaryValues(7, ['shoe-size'], 1)).toThrow('shoe-size');
  });

  it('gives values that are all masked in their sentences', () => {
    const shown = values.filter(({ value: planted, sentence }) =>
      isShown(planted, maskText(sentence, key).text),
    );
    expect(shown).toEqual([]);
  });

  it.each(types)('has a value that only the masker of %s hides', (type) => {
    const others = allMaskers.filter((masker) => masker.type !== type);
    const shown = values
      .filter((one) => one.type === type)
      .filter(({ value: planted, sentence }) => isShown(planted, maskText(sentence, key, others).text));
    expect(shown.length).toBeGreaterThan(0);
  });
});

function isShown(planted: string, text: string): boolean {
  return searchFor([planted]).find('a text', Buffer.from(text)).length > 0;
}
