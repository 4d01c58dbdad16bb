const tableSize = 1 << 16;
const highestPlace = 1 << 30;

/**
 * Remembers where in a text a chunk or phrase stood last, by 16 bits of its hash: of a thousand different ones some
 * eight are taken for another, in training as in a scan. Places of earlier texts need no clearing, since counting goes on.
 */
export class LastPlaces {
  private readonly places = new Int32Array(tableSize);
  /** Place 0 of the text. */
  private origin = 1;

  /** Forgets the text before, which had so many places. */
  startText(placesBefore: number): void {
    this.origin += placesBefore;
    if (this.origin < highestPlace) return;
    this.places.fill(0);
    this.origin = 1;
  }

  /** The last place of what has this hash, negative where it is new; from now on it is `place`. */
  moved(hash: number, place: number): number {
    const key = (hash ^ (hash >>> 16)) & (tableSize - 1);
    const before = this.places[key]! - this.origin;
    this.places[key] = place + this.origin;
    return before;
  }
}
