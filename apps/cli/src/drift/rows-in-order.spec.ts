import { describe, expect, it } from '@jest/globals';
import { RowsInOrder } from './rows-in-order.js';

const minute = 60_000;
const dayMinutes = 24 * 60;

/** What comes out of rows at these minutes, and how many were too late. */
function ordered(minutes: readonly number[]) {
  const rows = new RowsInOrder((atMinute: number) => atMinute * minute);
  const out = [...minutes.flatMap((one) => rows.add(one)), ...rows.end()];
  return { out, late: rows.late };
}

describe('RowsInOrder', () => {
  it('gives rows in the order of their time that are up to fifteen minutes late', () => {
    const given = [0, 3, 1, 30, 16, 15, 40, 60, 46, 100];
    expect(ordered(given)).toEqual({ out: [...given].sort((a, b) => a - b), late: 0 });
  });

  it('counts a row that is later, and gives it all the same', () => {
    const { out, late } = ordered([0, 30, 60, 90, 1, 120]);
    expect([late, out.length]).toEqual([1, 6]);
  });

  it('lets one wrong clock not end a day', () => {
    const { out } = ordered([0, 10, 90 * dayMinutes, 20, 40]);
    expect(out).toEqual([0, 10, 20, 40]);
  });

  it('goes on after a silence of weeks', () => {
    const later = 30 * dayMinutes;
    expect(ordered([0, later, later + 1]).out).toEqual([0, later, later + 1]);
  });

  it('refuses a file that is in no order', () => {
    const shuffled = Array.from({ length: 2_000 }, (_, i) => (i * 7_919) % 2_003);
    expect(() => ordered(shuffled.map((one) => one * 3))).toThrow('--sort');
  });
});
