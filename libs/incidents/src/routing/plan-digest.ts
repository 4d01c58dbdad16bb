/** A lane that needs longer than this for what waits has more to say than people want to read one by one. */
const longestQueueMs = 20_000;
/** So many of what waits go out singly all the same, the most severe ones. */
const singly = 10;

/** How many first messages may wait in a lane that sends one every `turnMs` before the rest is told together. */
export function longestQueue(turnMs: number): number {
  return turnMs === 0 ? Infinity : Math.floor(longestQueueMs / turnMs);
}

/**
 * Which of the first messages that wait in a lane, the most severe first, are told by one digest: all but the first ten
 * where they are more than it sends in 20 seconds, else none.
 */
export function planDigest<Message>(waiting: readonly Message[], turnMs: number): readonly Message[] {
  return waiting.length > longestQueue(turnMs) ? waiting.slice(singly) : [];
}
