import { describe, expect, it } from '@jest/globals';
import { buildTest } from './build-test.js';
import { dayMs, minuteMs } from './drift-settings.js';
import { freshEvidence } from './evidence.js';
import { exampleLevel } from './example-level.js';
import { type Watch, openWatch } from './open-watch.js';
import type { SessionUnit } from './session-unit.js';
import { evidenceOf, watchMinute } from './watch-minute.js';

const startMs = Date.UTC(2026, 0, 19);
const test = buildTest('refusal', 'sum', 'up', { level: exampleLevel, traits: undefined })!;

function watching(): Watch {
  return openWatch([test], {}, freshEvidence([test], startMs));
}

/** Folds one session in a minute; without a count it says nothing of refusals. */
function fold(watch: Watch, minute: number, refused?: number): void {
  const atMs = startMs + minute * minuteMs;
  const rates: SessionUnit['rates'] = refused === undefined ? {} : { refusal: [refused, 4] };
  const unit = { key: 's', firstAtMs: atMs, emittedMinuteMs: atMs, rates, numbers: {}, categories: {} };
  watchMinute(watch, atMs, [unit]);
}

describe('the evidence', () => {
  const aDay = dayMs / minuteMs;

  it.each([
    ['one a minute', [1, 2, 3], 3],
    ['one for every minute without a session, when the next one comes', [1, 11], 11],
    ['no more than those of a day for a longer silence', [1, 1 + 5 * aDay], 1 + aDay],
  ])('grows by %s', (_what, minutes, wanted) => {
    const watch = watching();
    for (const minute of minutes) fold(watch, minute);
    // Weights sum to one, so that the mixture of bets that have seen nothing is the number of minutes.
    expect(evidenceOf(watch)).toBeCloseTo(wanted, 9);
  });

  it('is (1 + R)·(1 + λ·w·(a − n·m)) of every bet', () => {
    const watch = watching();
    fold(watch, 1, 2);
    fold(watch, 2, 0);
    const wanted = test.bets.map(({ lambda }) => {
      const [hit, miss] = [1 + lambda * (2 - 4 * test.m), 1 + lambda * (0 - 4 * test.m)];
      return (1 + hit) * miss;
    });
    expect([...watch.r]).toEqual(wanted.map((r) => expect.closeTo(r, 9)));
  });

  it('begins where its last zero was, with the first session after it', () => {
    const watch = watching();
    fold(watch, 1, 3);
    // Hundreds of sessions without a refusal take back what that one had said.
    for (let minute = 2; minute < 600; minute++) fold(watch, minute, 0);
    expect([...watch.since]).toEqual(test.bets.map(() => 0));
    fold(watch, 600, 2);
    fold(watch, 601, 2);
    expect([...watch.since]).toEqual(test.bets.map(() => startMs + 600 * minuteMs));
  });
});
