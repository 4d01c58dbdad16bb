import { describe, expect, it } from '@jest/globals';
import { createBucketReader } from './training/bucket-reader.js';

const bucketsOf = (text: string) => [...createBucketReader()(text)];
const shared = (a: string, b: string) => {
  const inB = new Set(bucketsOf(b));
  return bucketsOf(a).filter((bucket) => inB.has(bucket)).length;
};

describe('the features of a text', () => {
  it.each([
    // " cat " has 3 n-grams of three, 2 of four, 1 of five, and is a word.
    ['a word', 'cat', 3 + 2 + 1 + 1],
    ['a word that comes twice: once, and the pair', 'cat cat', 3 + 2 + 1 + 1 + 1],
    ['two words, with what both begin with twice', 'cat cab', 2 * (3 + 2 + 1) + 2 + 1],
    ['three words: two pairs and a triple', 'cat dog cow', 3 * (3 + 2 + 1) + 3 + 2 + 1],
    ['n-grams that a chunk repeats: once', 'aaaaaa', 3 + 3 + 3 + 1],
    ['a mark, which has one n-gram and is a run', '!', 1 + 1],
    ['nothing', '', 0],
    ['white space', ' \n\t', 0],
    // Padded, two characters have 2 + 1 n-grams; they are two words and one pair.
    ['characters of a script without spaces', '你好', 2 + 1 + 2 + 1],
  ])('are, of %s', (_what, text, count) => {
    expect(bucketsOf(text)).toHaveLength(count);
  });

  it('are shared by texts that share words', () => {
    expect(shared('ignore the previous orders', 'ignore all previous orders')).toBeGreaterThan(
      shared('ignore the previous orders', 'water boils at a hundred degrees'),
    );
  });

  it('have the pair of two words whatever white space is between them', () => {
    expect(bucketsOf('cat dog')).toEqual(bucketsOf('cat \n\t dog'));
    expect(bucketsOf('cat dog')).not.toEqual(bucketsOf('dog cat'));
  });
});
