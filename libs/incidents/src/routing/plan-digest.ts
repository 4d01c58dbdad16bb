/** A lane that needs longer than this for what waits has more to say than people want to read one by one. */
const longestQueueMs = 20_000;
/** So many of what waits go out singly all the same, the most severe ones. */
const singly = 10;

/**
 * How many first messages may wait in a lane that sends one every `turnMs` before the rest is told together. While it
 * has a digest that still takes what comes, that is no more than go out singly.
 */
export function longestQueue(turnMs: number, isDigestOpen: boolean): number {
  if (turnMs === 0) return Infinity;
  return isDigestOpen ? singly : Math.floor(longestQueueMs / turnMs);
}

/**
 * Which of the first messages that wait in a lane, the most severe first, are told by one digest: all but the first ten
 * where they are more than it sends in 20 seconds, or than ten in a storm that has a digest already; else none.
 */
export function planDigest<Message>(
  waiting: readonly Message[],
  turnMs: number,
  isDigestOpen: boolean,
): readonly Message[] {
  return waiting.length > longestQueue(turnMs, isDigestOpen) ? waiting.slice(singly) : [];
}
