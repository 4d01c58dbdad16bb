import { describe, expect, it } from '@jest/globals';
import { guessLanguage } from './guess-language.js';
import { measureText } from './measure-text.js';
import { scriptOf } from './script-of.js';

describe('measureText', () => {
  it('counts what a text is made of', () => {
    expect(measureText('Ab 12!\nß ab ab ab')).toMatchObject({
      length: 17,
      words: 5,
      digits: 2 / 17,
      punctuation: 1 / 17,
      nonAscii: 1 / 17,
      lines: 2,
      upper: 1 / 8,
      variety: 2 / 5,
      repetition: 1 / 4,
    });
  });

  it('compares the variety of texts by their first two hundred words', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const different = letters.flatMap((one) => letters.map((other) => one + other)).slice(0, 200);
    expect(measureText([...different, ...different].join(' ')).variety).toBe(1);
    expect(measureText([...different.slice(0, 100), ...different].join(' ')).variety).toBe(1 / 2);
  });

  it('has an answer for a text without anything', () => {
    expect(measureText('')).toMatchObject({ length: 0, words: 0, variety: 1, script: 'none', language: '?' });
  });

  it('measures a huge text by its beginning', () => {
    const { length, words } = measureText('word '.repeat(1_000_000));
    expect([length, words]).toEqual([5_000_000, 1_600]);
  });
});

describe('script and language', () => {
  it.each([
    ['What is the best way to do this for you?', 'latin', 'en'],
    ['Wie kann ich das für die Reise buchen und ist es sicher?', 'latin', 'de'],
    ['Est-ce que vous pouvez le faire pour les enfants ?', 'latin', 'fr'],
    ['¿Cómo puedo cambiar el vuelo para los niños?', 'latin', 'es'],
    ['Как я могу это сделать?', 'cyrillic', 'ru'],
    ['これはどうすればいいですか', 'kana', 'ja'],
    ['我应该怎么做', 'han', 'zh'],
    ['어떻게 해야 하나요', 'hangul', 'ko'],
    ['كيف يمكنني', 'arabic', 'ar'],
    ['12 + 34 = ?', 'none', '?'],
  ])('of "%s" are %s and %s', (text, script, language) => {
    expect(scriptOf(text)).toBe(script);
    expect(measureText(text).language).toBe(language);
  });

  it('does not guess where two languages are as likely', () => {
    expect(guessLanguage(['que'], 'latin')).toBe('?');
  });
});
