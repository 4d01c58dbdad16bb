import { LastPlaces } from './last-places.js';
import { ChunkReader, bucketOf, wordsLayout } from './read-chunk.js';
import { type TextSink, walkText } from './walk-text.js';

/** Columns of weights that are read together; with the number of features they are half a cache line. */
export const columns = 7;
/** Distance between a bucket's weights and the next bucket's; also of a unit's sums: their number, then the columns. */
export const stride = 8;

/**
 * A text as the sums of its units' weights. A unit is a chunk or a phrase. Valid until the weigher's next text.
 */
export interface WeighedText {
  /** For each unit the number of its features and the sum of their weights in each column. */
  readonly sums: Int32Array;
  /** The index of the same unit before it; negative where there is none. */
  readonly previous: Int32Array;
  /** The index of the first unit of each block, and their number at the end. */
  readonly blockStarts: readonly number[];
}

export type TextWeigher = (text: string) => WeighedText;

/** Chunks whose sums are remembered, in pairs of which the one that was not asked for last makes room. */
const pairs = 1 << 14;
const slots = 2 * pairs;
/** Longer chunks are seldom seen again and are read each time. */
const mostUnits = 24;
/** An entry: sums as of a unit, the chunk's words, its hash and its length. */
const entrySize = 16;
const wordsAt = stride;
const hashAt = wordsAt + wordsLayout.size;
const lengthAt = hashAt + 1;

/**
 * A weigher with the weights of up to seven columns, `weights[bucket * stride + column]`. Words come back, so what a
 * chunk's features add up to is remembered: most of a text is then a look-up a word. What is remembered changes the time
 * that a text takes and nothing else: a chunk is compared with the remembered one unit by unit.
 */
export function createTextWeigher(weights: Int8Array): TextWeigher {
  const sink = new WeighingSink(weights);
  return (text) => {
    sink.startText();
    walkText(text, sink);
    return sink.endText();
  };
}

class WeighingSink implements TextSink {
  private readonly reader = new ChunkReader();
  private readonly places = new LastPlaces();
  /** One entry more than slots, for a chunk that is too long to be remembered. */
  private readonly entries = new Int32Array((slots + 1) * entrySize);
  private readonly units = new Uint16Array(slots * mostUnits);
  /** Of each pair the one that was asked for last, 0 or 1. */
  private readonly newerOf = new Uint8Array(pairs);
  private sums = new Int32Array(1024 * stride);
  private previous = new Int32Array(1024);
  private count = 0;
  private blockStarts: number[] = [];
  readonly words = this.entries;

  constructor(private readonly weights: Int8Array) {}

  startText(): void {
    this.places.startText(this.count);
    this.count = 0;
    this.blockStarts = [];
  }

  endText(): WeighedText {
    const { sums, previous, blockStarts, count } = this;
    blockStarts.push(count);
    return { sums, previous, blockStarts };
  }

  startBlock(): void {
    this.blockStarts.push(this.count);
  }

  takeChunk(text: string, start: number, end: number, hash: number): number {
    const entry = this.entryOf(text, start, end, hash);
    const { entries } = this;
    const at = this.addUnit(hash);
    const { sums } = this;
    for (let offset = 0; offset < stride; offset++) sums[at + offset] = entries[entry + offset]!;
    return entry + wordsAt;
  }

  takePhrase(hash: number): void {
    const at = this.addUnit(hash);
    const { sums, weights } = this;
    const row = bucketOf(hash) * stride;
    sums[at] = 1;
    for (let column = 0; column < columns; column++) sums[at + 1 + column] = weights[row + column]!;
  }

  /** Index into `sums` of the new unit's. */
  private addUnit(hash: number): number {
    const index = this.count++;
    if (index === this.previous.length) this.grow();
    this.previous[index] = this.places.moved(hash, index);
    return index * stride;
  }

  /** Index of the chunk's entry, read anew where it is not remembered. */
  private entryOf(text: string, start: number, end: number, hash: number): number {
    const length = end - start;
    if (length > mostUnits) {
      this.weighChunk(text, start, end, slots * entrySize);
      return slots * entrySize;
    }
    const pair = (hash ^ (hash >>> 15)) & (pairs - 1);
    const newer = pair * 2 + this.newerOf[pair]!;
    const other = newer ^ 1;
    const { entries } = this;
    if (entries[newer * entrySize + hashAt] === hash && this.remembers(newer, text, start, end)) {
      return newer * entrySize;
    }
    this.newerOf[pair] = other & 1;
    if (entries[other * entrySize + hashAt] !== hash || !this.remembers(other, text, start, end)) {
      entries[other * entrySize + hashAt] = hash;
      this.remember(other, text, start, end);
    }
    return other * entrySize;
  }

  private remembers(slot: number, text: string, start: number, end: number): boolean {
    const { entries, units } = this;
    if (entries[slot * entrySize + lengthAt] !== end - start) return false;
    for (let unit = start, at = slot * mostUnits; unit < end; unit++, at++) {
      if (units[at] !== text.charCodeAt(unit)) return false;
    }
    return true;
  }

  private remember(slot: number, text: string, start: number, end: number): void {
    const { entries, units } = this;
    for (let unit = start, at = slot * mostUnits; unit < end; unit++, at++) units[at] = text.charCodeAt(unit);
    entries[slot * entrySize + lengthAt] = end - start;
    this.weighChunk(text, start, end, slot * entrySize);
  }

  private weighChunk(text: string, start: number, end: number, entry: number): void {
    const { reader, weights, entries } = this;
    reader.read(text, start, end);
    const { buckets, count } = reader;
    // Seven sums in seven variables: adding to memory takes twice as long.
    let [sum0, sum1, sum2, sum3, sum4, sum5, sum6] = [0, 0, 0, 0, 0, 0, 0];
    for (let index = 0; index < count; index++) {
      const row = buckets[index]! * stride;
      sum0 += weights[row]!;
      sum1 += weights[row + 1]!;
      sum2 += weights[row + 2]!;
      sum3 += weights[row + 3]!;
      sum4 += weights[row + 4]!;
      sum5 += weights[row + 5]!;
      sum6 += weights[row + 6]!;
    }
    entries[entry] = count;
    entries[entry + 1] = sum0;
    entries[entry + 2] = sum1;
    entries[entry + 3] = sum2;
    entries[entry + 4] = sum3;
    entries[entry + 5] = sum4;
    entries[entry + 6] = sum5;
    entries[entry + 7] = sum6;
    entries.set(reader.words, entry + wordsAt);
  }

  private grow(): void {
    const { sums, previous } = this;
    this.sums = new Int32Array(sums.length * 2);
    this.sums.set(sums);
    this.previous = new Int32Array(previous.length * 2);
    this.previous.set(previous);
  }
}
