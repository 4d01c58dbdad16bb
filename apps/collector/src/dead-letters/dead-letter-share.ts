/** Of so many messages of a topic, the last ones, the share of dead letters is watched. */
const watchedMessages = 1_000;
/** More dead letters than this among them: a broken producer, which must not fill a disk. */
const mostDeadLetters = 100;

/** The last messages of one topic: which of them were dead letters. */
export class DeadLetterShare {
  readonly #wasDead = new Uint8Array(watchedMessages);
  #messages = 0;
  #deadLetters = 0;

  /** Notes one message; true where more than 100 of the last 1,000 are dead letters now. */
  note(isDead: boolean): boolean {
    const at = this.#messages % watchedMessages;
    this.#deadLetters += Number(isDead) - (this.#wasDead[at] ?? 0);
    this.#wasDead[at] = Number(isDead);
    this.#messages += 1;
    return this.#deadLetters > mostDeadLetters;
  }

  /** How many of how many were dead letters. */
  get counts(): { readonly deadLetters: number; readonly messages: number } {
    return { deadLetters: this.#deadLetters, messages: Math.min(this.#messages, watchedMessages) };
  }
}
