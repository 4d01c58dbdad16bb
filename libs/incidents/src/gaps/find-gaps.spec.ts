import { expect, it } from '@jest/globals';
import { type ModelTraffic, type PartitionProgress, findGaps } from './find-gaps.js';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const now = Date.parse('2026-11-24T12:00:00Z');

const model = (more: Partial<ModelTraffic> = {}): ModelTraffic => ({
  tenant: 'default',
  modelKey: 1,
  modelId: 'm',
  version: '1',
  firstAtMs: now - 3 * dayMs,
  lastAtMs: now - 11 * minuteMs,
  longestPauseMs: minuteMs,
  ...more,
});
const partition = (behindMs: number, number = 0): PartitionProgress => ({
  topic: 'masked',
  partition: number,
  watermarkMs: now - behindMs,
});
const read = [partition(5_000)];

it.each<[string, readonly ModelTraffic[], readonly PartitionProgress[], readonly object[]]>([
  ['a model that never pauses and does', [model()], read, [{ cause: 'no-traffic', silentMs: 11 * minuteMs }]],
  ['one that paused for ten minutes only', [model({ lastAtMs: now - 10 * minuteMs })], read, []],
  [
    'one that is quiet at night, in the first hours of one',
    [model({ lastAtMs: now - 10 * 60 * minuteMs, longestPauseMs: 9 * 60 * minuteMs })],
    read,
    [],
  ],
  [
    'one that is quiet for two nights on end',
    [model({ lastAtMs: now - 19 * 60 * minuteMs, longestPauseMs: 9 * 60 * minuteMs })],
    read,
    [{ cause: 'no-traffic' }],
  ],
  ['one of which less than a day is known', [model({ firstAtMs: now - dayMs + minuteMs })], read, []],
  ['a partition a minute behind', [], [partition(minuteMs)], []],
  [
    'the slowest of partitions more than a minute behind',
    [],
    [partition(5_000, 0), partition(90_000, 1), partition(70_000, 2)],
    [{ cause: 'lag', topic: 'masked', partition: 1, behindMs: 90_000 }],
  ],
  ['a silent model while a partition lags', [model()], [partition(90_000)], [{ cause: 'lag' }]],
])('%s', (_what, models, progress, wanted) => {
  const gaps = findGaps(models, progress, now);
  expect(gaps).toHaveLength(wanted.length);
  expect(gaps).toMatchObject(wanted);
});
