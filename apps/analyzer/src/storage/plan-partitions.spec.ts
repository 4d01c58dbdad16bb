import { describe, expect, it } from '@jest/globals';
import { nextDay, planPartitions } from './plan-partitions.js';

const noon = Date.parse('2026-03-02T12:00:00Z');
const week = ['02', '03', '04', '05', '06', '07', '08', '09'].map((day) => `2026-03-${day}`);

describe('planPartitions', () => {
  it('makes today and a week ahead where there is nothing', () => {
    expect(planPartitions({ days: [], homeless: [] }, noon, 30)).toEqual({
      create: [week],
      drop: [],
      keptFrom: '2026-01-31',
    });
  });

  it('makes what is missing only', () => {
    const days = week.filter((day) => day !== '2026-03-05');
    expect(planPartitions({ days, homeless: [] }, noon, 30).create).toEqual([['2026-03-05']]);
  });

  it('drops a day when its last moment is older than what is kept', () => {
    const days = ['2026-01-29', '2026-01-30', '2026-01-31', ...week];
    expect(planPartitions({ days, homeless: [] }, noon, 30).drop).toEqual(['2026-01-29', '2026-01-30']);
  });

  it('gives rows that came before their partition one, but for those that are to go or are from no time of ours', () => {
    const homeless = ['1970-01-01', '2026-01-30', '2026-01-31', '2026-02-20', '2026-03-10', '2262-01-01'];
    expect(planPartitions({ days: week, homeless }, noon, 30).create).toEqual([
      ['2026-01-31'],
      ['2026-02-20'],
    ]);
  });

  it('knows the day after, over the end of a leap February', () => {
    expect(nextDay('2028-02-28')).toBe('2028-02-29');
    expect(nextDay('2028-02-29')).toBe('2028-03-01');
  });
});
