import { describe, expect, it } from '@jest/globals';
import { buildTest } from './build-test.js';
import { defaultDriftSettings } from './drift-settings.js';
import { exampleLevel } from './example-level.js';
import { explainAlarm } from './explain-alarm.js';

const atMs = Date.UTC(2026, 0, 19, 14, 30);

interface Moved {
  readonly score?: string;
  readonly direction?: 'up' | 'down';
  readonly p?: number;
  readonly safety?: boolean;
}

/** The alarm of a level that has moved at least so far. */
function alarmOf({ score = 'sum', direction = 'up', p = 0.02, safety = false }: Moved, atLeast: number) {
  const traits = { label: 'Refusals', safety };
  const test = buildTest('refusal', score, direction, { level: { ...exampleLevel, p }, traits })!;
  const current = direction === 'up' ? Math.min(1, 1.2 * atLeast) : 0.8 * atLeast;
  const frame = { atMs, changeAtMs: atMs - 20 * 60_000, settings: defaultDriftSettings };
  return explainAlarm({ test, effect: { current, atLeast }, ...frame, traits, histogram: undefined });
}

describe('the severity of an alarm', () => {
  it.each([
    ['a rise by less than half', {}, 0.029, 'low'],
    ['a rise by half', {}, 0.031, 'medium'],
    ['a rise to three times as much', {}, 0.061, 'high'],
    ['a rise to ten times as much', {}, 0.21, 'high'],
    ['a rise to ten times as much of what is safety', { safety: true }, 0.21, 'critical'],
    ['a fall by less than a third', { direction: 'down' }, 0.0134, 'low'],
    ['a fall by a third', { direction: 'down' }, 0.0133, 'medium'],
    ['a fall to a third', { direction: 'down' }, 0.0066, 'high'],
    ['what is no more', { direction: 'down' }, 0, 'high'],
    ['what never was', { p: 0 }, 0.01, 'high'],
    ['what never was of what is safety', { p: 0, safety: true }, 0.01, 'critical'],
    ['a middle rank by less than six in a hundred', { score: 'pit', p: 0.5 }, 0.559, 'low'],
    ['a middle rank by six in a hundred', { score: 'pit', p: 0.5 }, 0.561, 'medium'],
    ['a middle rank by sixteen in a hundred', { score: 'pit', p: 0.5 }, 0.661, 'high'],
    ['a middle rank of what is safety', { score: 'pit', p: 0.5, safety: true }, 0.95, 'high'],
  ] as const)('goes by what is sure of it: %s', (_what, moved, atLeast, severity) => {
    expect(alarmOf(moved, atLeast).severity).toBe(severity);
  });
});

describe('the sentence of an alarm', () => {
  it.each([
    [{}, 0.05, 'Refusals rose from 2.0 % to 6.0 % (at least 5.0 %) since 2026-01-19 14:10 UTC'],
    [
      { direction: 'down' },
      0.005,
      'Refusals fell from 2.0 % to 0.40 % (at most 0.50 %) since 2026-01-19 14:10 UTC',
    ],
    [
      { score: 'is:<!here>', p: 0.1 },
      0.2,
      'Refusals: the share of "??here?" rose from 10.0 % to 24.0 % (at least 20.0 %) since 2026-01-19 14:10 UTC',
    ],
  ] as const)(
    'of %j says from what to what, at least how far, and since when',
    (moved, atLeast, sentence) => {
      expect(alarmOf(moved, atLeast).explanation).toBe(sentence);
    },
  );
});
