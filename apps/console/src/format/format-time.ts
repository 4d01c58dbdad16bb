const steps = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
] as const;

/** How long ago, in the largest unit that fits: `4 min`, `2 h`, `now`. */
export function formatAge(at: string, nowMs: number): string {
  const ageMs = nowMs - Date.parse(at);
  const step = steps.find(([length]) => ageMs >= length);
  return step === undefined ? 'now' : `${Math.floor(ageMs / step[0])} ${step[1]}`;
}

/** The same as words: `4 min ago`, `just now`. */
export function formatAgo(at: string, nowMs: number): string {
  const age = formatAge(at, nowMs);
  return age === 'now' ? 'just now' : `${age} ago`;
}

/** `2026-11-24 12:14:07.250` in UTC, as logs have it. */
export function formatTime(at: string): string {
  return at.replace('T', ' ').replace('Z', '');
}

/** `2026-11-24 12:14:07` in UTC. */
export function formatSecond(at: string): string {
  return formatTime(at).slice(0, 19);
}

/** The time between two instants, signed: `+0.3 s`, `+12 min`. */
export function formatOffset(from: string, to: string): string {
  const ms = Date.parse(to) - Date.parse(from);
  const sign = ms < 0 ? '−' : '+';
  const size = Math.abs(ms);
  if (size < 60_000) return `${sign}${(size / 1_000).toFixed(size < 10_000 ? 2 : 1)} s`;
  if (size < 3_600_000) return `${sign}${Math.round(size / 60_000)} min`;
  return `${sign}${(size / 3_600_000).toFixed(1)} h`;
}

/** A sentence of the API with its instants as they are read here: `told at 2026-11-24 12:14:07 UTC`. */
export function instantsAsRead(sentence: string): string {
  return sentence.replaceAll(/(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z/g, '$1 $2 UTC');
}
