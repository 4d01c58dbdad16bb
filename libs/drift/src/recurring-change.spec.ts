import { describe, expect, it } from '@jest/globals';
import { hourMs } from './drift-settings.js';
import type { DriftAlarm } from './explain-alarm.js';
import { type LastChanges, joinChanges } from './recurring-change.js';

const alarm = (hour: number, direction: 'up' | 'down' = 'up'): DriftAlarm =>
  ({ feature: 'refusal', score: 'sum', direction, changeAtMs: hour * hourMs }) as DriftAlarm;

/** What alarms of these changes are told as, one after the other. */
function shapes(alarms: readonly DriftAlarm[]): (string | undefined)[] {
  let changes: LastChanges = {};
  return alarms.map((one) => {
    const joined = joinChanges(changes, one);
    changes = joined.changes;
    return joined.alarm.shape;
  });
}

describe('joinChanges', () => {
  it.each([
    ['every night from the third on', [2, 26, 50.5, 74], [undefined, undefined, 'periodic', 'periodic']],
    ['not what comes at any time', [2, 26, 80], [undefined, undefined, undefined]],
    ['not what comes twice', [2, 26], [undefined, undefined]],
    ['not what is told again at once', [2, 2, 2], [undefined, undefined, undefined]],
  ] as const)('tells a period: %s', (_what, hours, wanted) => {
    expect(shapes(hours.map((hour) => alarm(hour)))).toEqual(wanted);
  });

  it('does not take a fall for a rise that comes again', () => {
    expect(shapes([alarm(2), alarm(26, 'down'), alarm(50)])).toEqual([undefined, undefined, undefined]);
  });

  it('says how long the period is', () => {
    const { changes } = joinChanges(joinChanges({}, alarm(2)).changes, alarm(26));
    expect(joinChanges(changes, alarm(50)).alarm.everyMs).toBe(24 * hourMs);
  });
});
