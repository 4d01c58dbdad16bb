import { LastPlaces } from '../last-places.js';
import { ChunkReader, bucketOf } from '../read-chunk.js';
import { type TextSink, walkText } from '../walk-text.js';

/**
 * A reader of the buckets of texts, as a scan counts them: those of each chunk and phrase, once however often it comes.
 * A bucket that several chunks share is there several times. Keeps buffers.
 */
export function createBucketReader(): (text: string) => Uint32Array {
  const sink = new CollectingSink();
  return (text) => {
    sink.startText();
    walkText(text, sink);
    return sink.buckets();
  };
}

class CollectingSink implements TextSink {
  private readonly reader = new ChunkReader();
  private readonly places = new LastPlaces();
  private collected: number[] = [];
  private units = 0;
  readonly words = this.reader.words;

  startText(): void {
    this.places.startText(this.units);
    this.units = 0;
    this.collected = [];
  }

  buckets(): Uint32Array {
    return Uint32Array.from(this.collected);
  }

  startBlock(): void {
    // Training reads texts whole.
  }

  takeChunk(text: string, start: number, end: number, hash: number): number {
    const { reader } = this;
    reader.read(text, start, end);
    if (this.places.moved(hash, this.units++) < 0) {
      for (let index = 0; index < reader.count; index++) this.collected.push(reader.buckets[index]!);
    }
    return 0;
  }

  takePhrase(hash: number): void {
    if (this.places.moved(hash, this.units++) < 0) this.collected.push(bucketOf(hash));
  }
}
