import { describe, expect, it } from '@jest/globals';
import { keptTable } from './kept-table.js';

const nowMs = Date.parse('2026-03-10T15:00:00Z');
const policy = { table: 'evidence', keeps: 'text', keepDays: 30 } as const;
const partitionsOf = (...days: string[]) =>
  days.map((day) => ({ name: `evidence_p${day.replaceAll('-', '')}`, bytes: 10, rows: 5 }));

describe('what there is of a kept table', () => {
  it('adds up its days and says which of them go within a week', () => {
    const partitions = [
      { name: 'evidence_default', bytes: 8, rows: 3 },
      ...partitionsOf('2026-03-10', '2026-02-07', '2026-02-16', '2026-02-14'),
    ];
    expect(keptTable(policy, partitions, nowMs)).toEqual({
      ...policy,
      bytes: 48,
      firstDay: '2026-02-07',
      lastDay: '2026-03-10',
      rowsWithoutDay: 3,
      goesNext: [
        { day: '2026-02-07', at: '2026-03-10T00:00:00.000Z', bytes: 10 },
        { day: '2026-02-14', at: '2026-03-17T00:00:00.000Z', bytes: 10 },
      ],
    });
  });

  it('knows a table without a day', () => {
    const { firstDay, lastDay, goesNext, rowsWithoutDay } = keptTable(policy, [], nowMs);
    expect([firstDay, lastDay, goesNext, rowsWithoutDay]).toEqual([null, null, [], 0]);
  });
});
