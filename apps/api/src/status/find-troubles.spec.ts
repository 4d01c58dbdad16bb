import { describe, expect, it } from '@jest/globals';
import { findTroubles } from './find-troubles.js';

const now = Date.parse('2026-11-24T12:00:00Z');
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
type Measured = Parameters<typeof findTroubles>[0];

const well: Measured = {
  ingest: {
    interactionsPerSecond: 12,
    interactionsOfDay: 1_000,
    lastInteractionAt: ago(1),
    deadLettersOfHour: 3,
    deadLettersWaiting: 3,
    stoppedTopics: [],
  },
  partitions: [],
  findings: { ofDay: 4, waiting: 1, oldestWaitingAt: ago(0.5) },
  deliveries: {
    ...{ deliveredOfDay: 8, pending: 1, failedOfDay: 0, oldestDueAt: ago(1), p95Ms: 300 },
    refusals: [],
  },
  canaries: { ofHour: 840, foundOfHour: 840, lastFoundAt: ago(1) },
  database: { bytes: 1, largest: [], lastMaintenanceAt: ago(30), maintenanceFailedAt: null },
};

const refusal: Measured['deliveries']['refusals'][number] = {
  receiver: 'soc',
  channel: 'slack',
  reason: 'channel_not_found',
  messages: 2,
  isGivenUp: true,
  since: ago(1),
};

describe('what is degraded', () => {
  it('is nothing where all is well, or where nothing has happened yet', () => {
    expect(findTroubles(well, now)).toEqual([]);
    const fresh = {
      ...well,
      ingest: { ...well.ingest, lastInteractionAt: null },
      findings: { ofDay: 0, waiting: 0, oldestWaitingAt: null },
      deliveries: { ...well.deliveries, pending: 0, oldestDueAt: null },
      canaries: { ofHour: 0, foundOfHour: 0, lastFoundAt: null },
      database: { ...well.database, lastMaintenanceAt: null },
    };
    expect(findTroubles(fresh, now)).toEqual([]);
  });

  it.each<[string, Partial<Measured>]>([
    ['Not read: a, b', { ingest: { ...well.ingest, stoppedTopics: ['a', 'b'] } }],
    ['No interaction has come in for a while', { ingest: { ...well.ingest, lastInteractionAt: ago(16) } }],
    ['Not taken: 100 messages of the last hour', { ingest: { ...well.ingest, deadLettersOfHour: 100 } }],
    ['Not told to alerting: 7 findings', { findings: { ofDay: 7, waiting: 7, oldestWaitingAt: ago(2) } }],
    ['Late: 1 message to be delivered', { deliveries: { ...well.deliveries, oldestDueAt: ago(3) } }],
    [
      'soc cannot be told over slack: channel_not_found',
      { deliveries: { ...well.deliveries, refusals: [refusal] } },
    ],
    ['Given up: 2 messages of the last day', { deliveries: { ...well.deliveries, failedOfDay: 2 } }],
    ['Not found: 1 known attack of the last hour', { canaries: { ...well.canaries, foundOfHour: 839 } }],
    ['The storage job does not finish', { database: { ...well.database, maintenanceFailedAt: ago(1) } }],
    ['The storage job does not finish', { database: { ...well.database, lastMaintenanceAt: ago(121) } }],
  ])('is said: %s', (what, change) => {
    expect(findTroubles({ ...well, ...change }, now).map((trouble) => trouble.what)).toEqual([what]);
  });
});
