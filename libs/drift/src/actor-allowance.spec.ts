import { describe, expect, it } from '@jest/globals';
import { type ActorCounts, noActors, withinAllowance } from './actor-allowance.js';
import { dayMs } from './drift-settings.js';
import type { SessionUnit } from './session-unit.js';

const firstDay = 20_000;
const unit = (actor: number | undefined, i: number): SessionUnit => ({
  ...{ key: `s${i}`, firstAtMs: 0, emittedMinuteMs: 0, rates: {}, numbers: {}, categories: {} },
  ...(actor !== undefined && { actor }),
});
const sessions = (actor: number | undefined, count: number): SessionUnit[] =>
  Array.from({ length: count }, (_, i) => unit(actor, i));

/** The counts after days of sessions by actor, and what is evidence of the last one. */
function after(days: readonly (readonly SessionUnit[])[], learnt: number, from: ActorCounts = noActors) {
  let counts = from;
  let evidence: readonly SessionUnit[] = [];
  days.forEach((units, day) => {
    const minutes = [{ atMs: (firstDay + day) * dayMs, units }];
    const within = withinAllowance(counts, minutes, day < learnt);
    counts = within.counts;
    evidence = within.minutes[0]!.units;
  });
  return { counts, evidence };
}

describe('withinAllowance', () => {
  const usualDay = [...sessions(1, 100), ...sessions(2, 2)];
  const week = Array.from({ length: 7 }, () => usualDay);

  it('leaves out what an actor has far beyond its usual sessions', () => {
    const { evidence } = after([...week, [...usualDay, ...sessions(3, 3_000)]], 7);
    expect(evidence.filter(({ actor }) => actor === 3)).toHaveLength(4);
    expect(evidence.filter(({ actor }) => actor !== 3)).toEqual(usualDay);
  });

  it('lets a service have twice what it has on other days', () => {
    const { evidence } = after([...week, sessions(1, 1_000)], 7);
    expect(evidence).toHaveLength(204);
  });

  it('takes who stays for a part of the traffic, in the course of weeks', () => {
    const more = Array.from({ length: 28 }, () => [...usualDay, ...sessions(3, 300)]);
    expect(after([...week, ...more], 7).evidence).toHaveLength(402);
  });

  it('leaves nothing out where actors are not logged, or only since lately', () => {
    const unknown = Array.from({ length: 7 }, () => sessions(undefined, 100));
    expect(after([...unknown, sessions(undefined, 5_000)], 7).evidence).toHaveLength(5_000);
    expect(after([...unknown, sessions(9, 5_000)], 7).evidence).toHaveLength(5_000);
  });

  it('gives the same in one go and in pieces', () => {
    const last = sessions(3, 10);
    const { counts } = after(week, 7);
    const minutesOf = (units: readonly SessionUnit[]) => [{ atMs: (firstDay + 7) * dayMs, units }];
    const whole = withinAllowance(counts, minutesOf(last), false);
    const half = withinAllowance(counts, minutesOf(last.slice(0, 3)), false);
    const rest = withinAllowance(half.counts, minutesOf(last.slice(3)), false);
    expect(rest.counts).toEqual(whole.counts);
    expect([...half.minutes[0]!.units, ...rest.minutes[0]!.units]).toEqual(whole.minutes[0]!.units);
  });
});
