import { describe, expect, it } from '@jest/globals';
import { changeShape, sessionsAround, withShape } from './change-shape.js';
import { dayMs } from './drift-settings.js';
import type { DriftAlarm } from './explain-alarm.js';
import type { SessionUnit } from './session-unit.js';
import { type TrafficShape, simulateModel, simulationStartMs, usualTraffic } from './simulated-model.js';
import { watchSimulated } from './watch-simulated.js';

const usual = { eventsPerDay: 6_000 };
const startMs = simulationStartMs + 14 * dayMs;
const goldenRatio = 0.618_033_988_7;

/** Traffic of two models, of which the second one's share grows over so many days from nothing to all; 0: at once. */
function turnsInto(seed: number, changed: Partial<TrafficShape>, days: number) {
  const other = simulateModel(900_000 + seed);
  const shareAt = ({ firstAtMs }: SessionUnit): number =>
    days === 0 ? 1 : Math.min(1, (firstAtMs - startMs) / (days * dayMs));
  return (units: readonly SessionUnit[], day: number): readonly SessionUnit[] => {
    if (day < 0) return units;
    const others = other.day(day + 14, { ...usualTraffic, ...usual, ...changed });
    const isOther = (unit: SessionUnit, i: number): boolean => (i * goldenRatio) % 1 < shareAt(unit);
    return [
      ...units.filter((unit, i) => !isOther(unit, i)),
      ...others.filter(isOther).map((unit) => ({ ...unit, key: `other ${unit.key}` })),
    ];
  };
}

/** What ten changes are taken for at their alarms. */
function shapesOf(changed: Partial<TrafficShape>, days: number): (string | undefined)[] {
  return Array.from({ length: 10 }, (_, i) => {
    const kept: SessionUnit[] = [];
    const turn = turnsInto(i, changed, days);
    const alter = (units: readonly SessionUnit[], day: number): readonly SessionUnit[] => {
      const altered = turn(units, day);
      kept.push(...altered);
      return altered;
    };
    const watched = watchSimulated({ seed: 4_000 + i, days: 20, usual, alter, untilAlarm: true });
    const [alarm] = watched.alarms;
    return alarm && changeShape(alarm, watched.state, sessionsAround(alarm, kept));
  });
}

describe('the shape of a change', () => {
  const found = {
    step: [...shapesOf({ refusal: 0.04 }, 0), ...shapesOf({ latencyShift: 0.45 }, 0)],
    ramp: shapesOf({ refusal: 0.08 }, 3),
  };
  const told = (shapes: readonly (string | undefined)[]) => shapes.filter((shape) => shape !== undefined);

  it('is told of at least every second change, and right in four of five', () => {
    const right = (shape: 'step' | 'ramp') => told(found[shape]).filter((one) => one === shape).length;
    const all = told([...found.step, ...found.ramp]).length;
    expect(all).toBeGreaterThanOrEqual(15);
    expect((right('step') + right('ramp')) / all).toBeGreaterThanOrEqual(0.8);
    expect(right('ramp')).toBeGreaterThan(2);
  });

  it('stands in the sentence', () => {
    const alarm = { explanation: 'Refusals rose since then' } as DriftAlarm;
    expect(withShape(alarm, 'ramp').explanation).toBe('Refusals rose since then, little by little');
    expect(withShape(alarm, undefined)).toBe(alarm);
  });
});
