import type { FoundEntity, Masker } from '../masker.js';

interface Dictionary {
  readonly type: string;
  readonly values: readonly string[];
  readonly case_sensitive: boolean;
}

/** Words of a value, one behind the other; `ends` where a value is complete. */
interface Node {
  readonly next: Map<string, Node>;
  ends: boolean;
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const words = /[\p{L}\p{N}]+/gu;

/** A tenant's own names and terms, as whole words; the longest that fits. One pass, however many there are. */
export function dictionaryMasker({ type, values, case_sensitive: exact }: Dictionary): Masker {
  const fold = (text: string): string => (exact ? text : text.toLowerCase());
  const root: Node = { next: new Map(), ends: false };
  for (const value of values)
    add(
      root,
      [...fold(value).matchAll(words)].map(([word]) => word),
    );
  return {
    type,
    mayHold: () => true,
    *find(text): Generator<FoundEntity> {
      const found = wordsOf(fold(text));
      for (let at = 0; at < found.length; at++) {
        const length = longestFrom(root, found, at);
        if (length === 0) continue;
        const [start, end] = [found[at]!.start, found[at + length - 1]!.end];
        const normalised = found.slice(at, at + length).map((word) => word.text);
        yield { start, end, normalised: normalised.join(' ') };
        at += length - 1;
      }
    },
  };
}

function add(root: Node, path: readonly string[]): void {
  if (path.length === 0) return;
  let node = root;
  for (const word of path) {
    const child = node.next.get(word) ?? { next: new Map(), ends: false };
    node.next.set(word, child);
    node = child;
  }
  node.ends = true;
}

function wordsOf(text: string): readonly Word[] {
  return [...text.matchAll(words)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** How many words from `at` on the longest value has that stands there; 0 where none does. */
function longestFrom(root: Node, found: readonly Word[], at: number): number {
  let node: Node | undefined = root;
  let longest = 0;
  for (let length = 0; node !== undefined; length++) {
    if (node.ends) longest = length;
    node = node.next.get(found[at + length]?.text ?? '');
  }
  return longest;
}
