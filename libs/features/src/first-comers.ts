/** Half of the slots stay free: a measured text has 4,000 words at most. */
const slots = 1 << 13;
/** Then all slots are free again, so that none seems taken in a text of a month before. */
const mostTexts = 2 ** 32 - 1;

/** Numbers keys in the order in which they first come: 0, 1, 2 …; for one text at a time, without a table anew. */
export class FirstComers {
  private readonly keys = new Uint32Array(slots);
  private readonly numbers = new Uint16Array(slots);
  /** The text in which a slot was taken. */
  private readonly takenIn = new Uint32Array(slots);
  private text = 0;
  /** Different keys so far. */
  count = 0;

  startText(): void {
    if (this.text === mostTexts) this.takenIn.fill(0);
    this.text = (this.text % mostTexts) + 1;
    this.count = 0;
  }

  numberOf(key: number): number {
    let slot = (key ^ (key >>> 13)) & (slots - 1);
    while (this.takenIn[slot] === this.text && this.keys[slot] !== key) slot = (slot + 1) & (slots - 1);
    if (this.takenIn[slot] !== this.text) {
      this.takenIn[slot] = this.text;
      this.keys[slot] = key;
      this.numbers[slot] = this.count++;
    }
    return this.numbers[slot]!;
  }
}
