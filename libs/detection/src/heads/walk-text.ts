import { characterClass, space } from './character-class.js';
import { fnvPrime, joined, maxChunk, wordsLayout } from './read-chunk.js';

/** A window is four blocks: windows start every second block. */
export const blockCharacters = 80;
const basis = 0x7ee3623b;

/** Takes what a text consists of, in its order. */
export interface TextSink {
  /** The words of chunks, as `wordsLayout` says, from the index on that `takeChunk` answers. */
  readonly words: Int32Array;
  /** A block of characters begins. */
  startBlock(): void;
  /** A stretch between white space, with a hash of its units. */
  takeChunk(text: string, start: number, end: number, hash: number): number;
  /** Two or three words in a row that are not all of one chunk. */
  takePhrase(hash: number): void;
}

/** Gives a sink the chunks of a text and the phrases that lead from one to the next. The hottest loop of a scan. */
export function walkText(text: string, sink: TextSink): void {
  const { words } = sink;
  const { length } = text;
  let [before, last, seen, blocks] = [0, 0, 0, 0];
  let position = 0;
  while (position < length) {
    let unit = text.charCodeAt(position);
    if (characterClass(unit) === space) {
      position++;
      continue;
    }
    let end = position + 1;
    let hash = Math.imul(basis ^ unit, fnvPrime);
    for (const limit = Math.min(length, position + maxChunk); end < limit; end++) {
      unit = text.charCodeAt(end);
      if (characterClass(unit) === space) break;
      hash = Math.imul(hash ^ unit, fnvPrime);
    }
    for (; blocks * blockCharacters <= position; blocks++) sink.startBlock();
    const at = sink.takeChunk(text, position, end, hash);
    position = end;
    const count = words[at + wordsLayout.count]!;
    if (count === 0) continue;
    const first = words[at + wordsLayout.first]!;
    if (seen > 1) sink.takePhrase(joined(joined(before, last), first));
    if (seen > 0) {
      const pair = joined(last, first);
      sink.takePhrase(pair);
      if (count > 1) sink.takePhrase(joined(pair, words[at + wordsLayout.second]!));
    }
    before = count > 1 ? words[at + wordsLayout.beforeLast]! : last;
    last = words[at + wordsLayout.last]!;
    seen += count;
  }
}
