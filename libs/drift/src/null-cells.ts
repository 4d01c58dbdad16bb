import { seasonCells } from './drift-settings.js';
import { type Season, seasonAt } from './estimate-season.js';

/** A test's null level and its season's factor, by season cell. */
export interface NullCells {
  readonly m: Float64Array;
  readonly s: Float64Array;
}

interface NullFrame {
  readonly direction: 'up' | 'down';
  readonly p: number;
  readonly se: number;
  readonly m: number;
  readonly season: Season | null;
}

/** Standard errors that a null stands off from its baseline. */
export const nullErrors = 2.5;

/**
 * The null by season cell: the level times the season, moved as far as the overall null or, where that is more, as
 * 2.5 standard errors of the level and 1.5 of the season together. Additions, products and square roots alone: the
 * same bits on every machine, so it is computed where it is used instead of stored.
 */
export function nullCells({ direction, p, se, m, season }: NullFrame): NullCells {
  const cells = { m: new Float64Array(seasonCells).fill(m), s: new Float64Array(seasonCells).fill(1) };
  if (season === null || !(p > 0)) return cells;
  const sign = direction === 'up' ? 1 : -1;
  const lever = Math.abs(m / p - 1);
  for (let cell = 0; cell < seasonCells; cell++) {
    const { s, error } = seasonAt(season, cell);
    const level = (nullErrors * se) / p;
    const need = Math.sqrt(level * level + error * error);
    const k = error > 0 && need > lever ? need : lever;
    const bound = p * s * (1 + sign * k);
    cells.s[cell] = s;
    cells.m[cell] = Math.min(0.99, direction === 'down' ? Math.max(m / 10, bound) : bound);
  }
  return cells;
}
