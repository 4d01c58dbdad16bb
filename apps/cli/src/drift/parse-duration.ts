import { InvalidArgumentError } from 'commander';

const unitsMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** Milliseconds of a duration as people write it: `14d`, `36h`, `2w`. Throws where it is none. */
export function parseDuration(text: string): number {
  const [, count, unit] = /^(\d{1,6}(?:\.\d{1,3})?)\s*([mhdw])$/.exec(text.trim()) ?? [];
  const durationMs = Number(count) * unitsMs[(unit ?? 'd') as keyof typeof unitsMs];
  if (!(durationMs > 0)) throw new InvalidArgumentError('Want a duration such as 14d, 36h or 90m.');
  return durationMs;
}
