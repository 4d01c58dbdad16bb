import { describe, expect, it } from '@jest/globals';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { dayMs } from './drift-settings.js';
import type { DriftAlarm } from './explain-alarm.js';
import { changeOrigin, withOrigin } from './explain-segments.js';
import type { SessionUnit } from './session-unit.js';
import { watchSimulated } from './watch-simulated.js';

/** Refusals by language: what is asked in German is refused more often. */
const refusals: Readonly<Record<string, number>> = { 'is:de': 0.1, 'is:en': 0.015, 'is:fr': 0.02 };

interface Asked {
  /** Share of sessions in German, and factor of all refusals, by day after the baseline. */
  readonly german: (day: number) => number;
  readonly factor?: (day: number) => number;
  /** Amplitude of a daily cycle of the share. */
  readonly cycle?: number;
}

/** Sessions whose refusals go with their language. */
function asked(seed: number, { german, factor = () => 1, cycle = 0 }: Asked) {
  const generator = xoroshiro128plus(seed);
  const random = (): number => uniformFloat64(generator);
  const ask = (unit: SessionUnit, day: number): SessionUnit => {
    const swing = 1 + cycle * Math.sin((2 * Math.PI * unit.firstAtMs) / dayMs);
    const language = random() < german(day) * swing ? 'is:de' : random() < 0.9 ? 'is:en' : 'is:fr';
    const [, n] = unit.rates['refusal']!;
    const refused = Array.from({ length: n }, () => random() < refusals[language]! * factor(day));
    const count = refused.filter(Boolean).length;
    return {
      ...unit,
      rates: { ...unit.rates, refusal: [count, n] },
      categories: { language: { [language]: n } },
    };
  };
  return (units: readonly SessionUnit[], day: number) => units.map((unit) => ask(unit, day));
}

const seeds = [1, 2, 3, 4, 5];
const usual = { eventsPerDay: 2_000 };

/** What is said of refusals after a change, by seed. */
function ofRefusals(days: number, change: Asked): readonly (readonly DriftAlarm[])[] {
  return seeds.map((seed) =>
    watchSimulated({ seed, days, usual, alter: asked(seed, change) }).alarms.filter(
      ({ feature }) => feature === 'refusal',
    ),
  );
}

const causes = (alarms: readonly DriftAlarm[]) => alarms.map(({ mix }) => mix?.cause);
const before =
  (was: number, is: number) =>
  (day: number): number =>
    day < 0 ? was : is;

describe('refusals that go with the language', () => {
  it('rise by another mix: the traffic changed', () => {
    const found = ofRefusals(12, { german: before(0.1, 0.3) });
    expect(found.map((alarms) => [...new Set(causes(alarms))])).toEqual(seeds.map(() => ['traffic']));
    expect(found[0]![0]!.mix).toEqual({ of: 'language', cause: 'traffic' });
  });

  it('rise in every language: the model changed', () => {
    const found = ofRefusals(8, { german: () => 0.1, factor: before(1, 2) });
    expect(found.map(causes)).toEqual(seeds.map(() => ['model']));
  });

  it('rise in every language while the mix hides it: that shows all the same', () => {
    const found = ofRefusals(8, { german: before(0.3, 0.1), factor: before(1, 1.9) });
    expect(found.map(causes)).toEqual(seeds.map(() => ['model']));
    expect(found[0]![0]!.explanation).toMatch(
      /^refusal rose from \d\.\d % to \d\.\d % \(at least \d\.\d %\), at the usual mix of language, since /,
    );
  });

  it('rise by another mix, and days later in every language: one after the other is told', () => {
    const change = { german: before(0.1, 0.3), factor: (day: number) => (day < 6 ? 1 : 2) };
    expect(ofRefusals(12, change).map(causes)).toEqual(seeds.map(() => ['traffic', 'model']));
  });

  it('are usual while the mix goes round with the day', () => {
    const months = [11, 12, 13, 14].map((seed) =>
      watchSimulated({ seed, days: 30, alter: asked(seed, { german: () => 0.1, cycle: 0.8 }) }),
    );
    const adjusted = months.flatMap(({ state }) => state.tests.filter(({ mix }) => mix !== undefined));
    expect(adjusted.length).toBeGreaterThanOrEqual(months.length);
    expect(months.flatMap(({ alarms }) => alarms.map(({ feature }) => feature))).toEqual([]);
  });

  it('say in the sentence that the traffic changed', () => {
    const kept: SessionUnit[] = [];
    const ask = asked(1, { german: before(0.1, 0.3) });
    const alter = (units: readonly SessionUnit[], day: number) => {
      const altered = ask(units, day);
      kept.push(...altered);
      return altered;
    };
    const { alarms, state } = watchSimulated({ seed: 1, days: 6, usual, alter });
    const alarm = alarms.find(({ feature }) => feature === 'refusal')!;
    const told = withOrigin(alarm, changeOrigin(alarm, state, kept), { language: { label: 'Language' } });
    expect(told.explanation).toMatch(/; the mix by language changed, not the model$/);
  });
});

describe('refusals that do not go with anything', () => {
  it('have no test that allows for a mix', () => {
    const { state } = watchSimulated({ seed: 21, days: 1 });
    expect(state.tests.filter(({ mix }) => mix !== undefined)).toEqual([]);
  });
});
