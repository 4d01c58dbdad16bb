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

/** Chunks whose sums are remembered, a power of two. */
const slots = 1 << 15;
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

  /** Index of the chunk's entry, read anew where another stood in its place. */
  private entryOf(text: string, start: number, end: number, hash: number): number {
    const { entries, units } = this;
    const length = end - start;
    const slot = length > mostUnits ? slots : (hash ^ (hash >>> 15)) & (slots - 1);
    const entry = slot * entrySize;
    if (length <= mostUnits) {
      let same = entries[entry + hashAt] === hash && entries[entry + lengthAt] === length;
      for (let unit = 0, at = slot * mostUnits; same && unit < length; unit++, at++) {
        same = units[at] === text.charCodeAt(start + unit);
      }
      if (same) return entry;
      for (let unit = 0; unit < length; unit++) {
        units[slot * mostUnits + unit] = text.charCodeAt(start + unit);
      }
      entries[entry + hashAt] = hash;
      entries[entry + lengthAt] = length;
    }
    this.weighChunk(text, start, end, entry);
    return entry;
  }

  private weighChunk(text: string, start: number, end: number, entry: number): void {
    const { reader, weights, entries } = this;
    reader.read(text, start, end);
    entries.fill(0, entry, entry + stride);
    entries[entry] = reader.count;
    for (let index = 0; index < reader.count; index++) {
      const row = reader.buckets[index]! * stride;
      for (let column = 0; column < columns; column++) entries[entry + 1 + column]! += weights[row + column]!;
    }
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
