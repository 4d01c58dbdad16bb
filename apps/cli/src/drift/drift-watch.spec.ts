import { describe, expect, it } from '@jest/globals';
import { defaultDriftSettings, simulateModel, usualTraffic } from '#drift';
import type { DriftInput } from './drift-row.js';
import { DriftWatch } from './drift-watch.js';

const day = 86_400_000;
const settings = {
  ...defaultDriftSettings,
  baselineMs: 3 * day,
  provisionalMs: 3 * day,
  edgesMs: day,
};

/** Rows of some days, of which the fifth has many more refusals; each is told `lateMs` after it happened. */
function rows(lateMs: (i: number) => number, days = 5): DriftInput[] {
  const model = simulateModel(7);
  const units = Array.from({ length: days }, (_, at) =>
    model.day(at, { ...usualTraffic, refusal: at === 4 ? 0.3 : 0.02 }),
  ).flat();
  const events = units.flatMap(({ key, firstAtMs, rates }) => {
    const [refusals, n] = rates['refusal']!;
    return Array.from({ length: n }, (_, i) => ({
      ...{ model: 'm', version: '1', id: `${key}/${i}`, sessionKey: key },
      event: { atMs: firstAtMs + i * 30_000, signature: `${key}/${i}`, features: { refusal: i < refusals } },
    }));
  });
  const told = events.map((row, i) => ({ row, toldMs: row.event.atMs + lateMs(i) }));
  return told.sort((a, b) => a.toldMs - b.toldMs).map(({ row }) => row);
}

function alarmsOf(given: readonly DriftInput[]) {
  const watch = new DriftWatch(settings, {});
  const alarms = [...given.flatMap((row) => watch.add(row)), ...watch.end()];
  const [model] = watch.summary();
  return { alarms, odd: watch.oddRows(), warnings: watch.warnings(), recoveries: model?.recoveries };
}

describe('DriftWatch', () => {
  const inOrder = alarmsOf(rows(() => 0));

  it('finds a change in rows of features', () => {
    expect(inOrder.alarms.map(({ feature, direction }) => [feature, direction])).toEqual([['refusal', 'up']]);
    expect(inOrder).toMatchObject({ odd: { repeated_ids: 0, late: 0 }, warnings: [] });
  });

  it('tells in the summary when a drift was over, and how long it was', () => {
    const { recoveries } = alarmsOf(rows(() => 0, 8));
    expect(recoveries).toMatchObject([{ feature: 'refusal' }]);
    expect(recoveries![0]!.lasted_minutes).toBeGreaterThan(20 * 60);
    expect(recoveries![0]!.lasted_minutes).toBeLessThan(3 * 24 * 60);
  });

  it('says the same where rows come up to fourteen minutes late', () => {
    expect(alarmsOf(rows((i) => ((i * 7_919) % 14) * 60_000)).alarms).toEqual(inOrder.alarms);
  });

  it('goes on where a few come hours late', () => {
    const late = alarmsOf(rows((i) => (i % 100 === 0 ? 3 * 3_600_000 : 0)));
    expect(late.odd.late).toBeGreaterThan(0);
    expect(late.alarms.map(({ feature }) => feature)).toEqual(['refusal']);
  });

  it('counts a row that is logged twice once', () => {
    const twice = alarmsOf(rows(() => 0).flatMap((row) => [row, row]));
    expect(twice.alarms).toEqual(inOrder.alarms);
    expect(twice.odd.repeated_ids).toBeGreaterThan(4_000);
  });

  it('says where there is too little to watch', () => {
    const few = rows(() => 0).slice(0, 1_000);
    expect(alarmsOf(few).warnings.join()).toMatch(/was not watched: its \d\.\d days are less than/);
  });
});
