import { describe, expect, it } from '@jest/globals';
import { newDriftState } from './drift-state.js';
import type { DriftAlarm } from './explain-alarm.js';
import { changeOrigin } from './explain-segments.js';
import type { SegmentSums } from './segment-sums.js';
import type { SessionUnit } from './session-unit.js';

const changeAtMs = Date.UTC(2026, 0, 19);
const alarm = { feature: 'refusal', kind: 'rate', changeAtMs } as DriftAlarm;

type Part = readonly [language: string, events: number, refused: number];

/** The baseline's events and refusals by language. */
const baselineOf = (parts: readonly Part[], feature = 'language'): SegmentSums => ({
  refusal: Object.fromEntries(
    parts.map(([language, n, a]) => [`${feature}\u0001is:${language}`, [n, a] as [number, number]]),
  ),
});

/** Sessions of ten events since the change. */
function sessionsOf(parts: readonly Part[], feature = 'language'): SessionUnit[] {
  return parts.flatMap(([language, events, refused]) =>
    Array.from({ length: events / 10 }, (_, i) => {
      const sessions = events / 10;
      const count = Math.floor(((i + 1) * refused) / sessions) - Math.floor((i * refused) / sessions);
      return {
        ...{ key: `${language} ${i}`, firstAtMs: changeAtMs + i, emittedMinuteMs: changeAtMs, numbers: {} },
        rates: { refusal: [count, 10] as const },
        categories: { [feature]: { [`is:${language}`]: 10 } },
      };
    }),
  );
}

const usual: readonly Part[] = [
  ['en', 8_000, 160],
  ['de', 1_000, 20],
  ['fr', 1_000, 20],
];
const origin = (before: readonly Part[], since: readonly Part[]) =>
  changeOrigin(alarm, { ...newDriftState(), segments: baselineOf(before) }, sessionsOf(since));

describe('where a change comes from', () => {
  it('is the part that most of it is in, where the rest stands as it did', () => {
    const since: readonly Part[] = [
      ['en', 1_600, 32],
      ['de', 200, 60],
      ['fr', 200, 4],
    ];
    expect(origin(usual, since)).toEqual({
      cause: 'model',
      segment: { feature: 'language', category: 'is:de', share: 1 },
    });
  });

  it.each<readonly [string, readonly Part[]]>([
    [
      'it is everywhere, by volume alone most in one',
      [
        ['en', 800, 48],
        ['de', 100, 6],
        ['fr', 100, 6],
      ],
    ],
    [
      'most is in one, but the rest has clearly moved, too',
      [
        ['en', 3_200, 170],
        ['de', 400, 300],
        ['fr', 400, 8],
      ],
    ],
  ])('is no part where %s', (_what, since) => {
    expect(origin(usual, since)).toEqual({ cause: 'model' });
  });

  const byLanguage: readonly Part[] = [
    ['en', 9_000, 90],
    ['de', 1_000, 200],
  ];

  it.each<readonly [string, readonly Part[], 'model' | 'traffic']>([
    [
      'the mix where levels stay and shares move',
      [
        ['en', 1_000, 10],
        ['de', 1_000, 200],
      ],
      'traffic',
    ],
    [
      'the model where shares stay and levels move',
      [
        ['en', 1_800, 108],
        ['de', 200, 80],
      ],
      'model',
    ],
    [
      'the model where most of it is that',
      [
        ['en', 1_700, 120],
        ['de', 300, 150],
      ],
      'model',
    ],
  ])('is %s', (_what, since, cause) => {
    expect(origin(byLanguage, since)).toMatchObject({ cause });
  });

  it('does not take a part for known that hardly was there', () => {
    const before: readonly Part[] = [...usual, ['it', 10, 10]];
    const since: readonly Part[] = [
      ['en', 1_600, 32],
      ['it', 400, 40],
    ];
    // Held against the level of all; by its own ten events it would be expected to refuse whatever it is asked.
    expect(origin(before, since)).toMatchObject({ segment: { category: 'is:it', share: 1 } });
  });

  it('is no mix of what the model answers', () => {
    const segments = baselineOf(byLanguage, 'response_language');
    const since: readonly Part[] = [
      ['en', 1_000, 10],
      ['de', 1_000, 200],
    ];
    const sessions = sessionsOf(since, 'response_language');
    expect(changeOrigin(alarm, { ...newDriftState(), segments }, sessions)).toMatchObject({ cause: 'model' });
  });
});
