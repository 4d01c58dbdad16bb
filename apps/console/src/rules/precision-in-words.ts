import type { Detector } from '../api/client.js';

/** `right in 83 % of 12 judged (55 to 95 %)`: the share, what it is taken from, and its interval. */
export function precisionInWords({ precision, low, high, n }: NonNullable<Detector['precision']>): string {
  const percent = (share: number): number => Math.round(100 * share);
  return `right in ${percent(precision)} % of ${n.toLocaleString('en')} judged (${percent(low)} to ${percent(high)} %)`;
}
