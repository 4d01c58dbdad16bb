/** A time that a log states, as RFC 3339; the broker's where it states none between 1970 and 9999. */
export function logTime(statedMs: number, receivedAtMs: number): string {
  return new Date(statedMs > 0 && statedMs < latestMs ? statedMs : receivedAtMs).toISOString();
}

const latestMs = Date.UTC(9999, 11, 31);
