import { describe, expect, it } from '@jest/globals';
import { type DeliveryRecord, explainDeliveries, explainDelivery } from './explain-delivery.js';

const at = '2026-01-01T00:00:00.000Z';
const owed: DeliveryRecord = {
  receiver: 'soc',
  channel: 'slack',
  state: 'pending',
  toldSeverity: null,
  reason: null,
  nextAttemptAt: at,
  attempts: [],
};
const accepted = { outcome: 'accepted', statusCode: 200, finishedAt: at } as const;
const refused = { outcome: 'retry', statusCode: 429, finishedAt: at } as const;

describe('the answer of the ledger', () => {
  it.each([
    [{}, `soc over slack is told at ${at}`],
    [
      { reason: 'silenced by ada (1)' },
      `soc over slack was told nothing; it waits after 0 attempts, next at ${at}: silenced by ada (1)`,
    ],
    [
      { reason: 'rate limited', attempts: [refused] },
      `soc over slack was told nothing; it waits after 1 attempt, next at ${at}: rate limited`,
    ],
    [
      { state: 'delivered', toldSeverity: 'high', attempts: [refused, accepted], nextAttemptAt: null },
      `soc over slack was told at ${at}, which answered 200`,
    ],
    [
      { state: 'delivered', toldSeverity: 'high', reason: 'in a digest', attempts: [accepted] },
      `soc over slack was told at ${at}, which answered 200: in a digest`,
    ],
    [
      { state: 'failed', reason: 'channel_not_found', attempts: [refused], nextAttemptAt: null },
      'soc over slack was told nothing; given up after 1 attempt: channel_not_found',
    ],
    [
      { state: 'failed', toldSeverity: 'low', reason: 'is_archived', attempts: [accepted, refused] },
      `soc over slack was told before at ${at}, which answered 200; given up after 2 attempts: is_archived`,
    ],
    [
      { state: 'skipped', reason: 'it was acknowledged before this step', nextAttemptAt: null },
      'soc over slack was left out: it was acknowledged before this step',
    ],
  ] as const)('of %j', (more, wanted) => {
    expect(explainDelivery({ ...owed, ...more })).toBe(wanted);
  });

  it('says of no route, of who was told, and of who was not', () => {
    expect(explainDeliveries([])).toMatch(/^Nobody was told: no route/);
    expect(explainDeliveries([], '7')).toBe(
      'It is a part of INC-7, which tells of it. Nobody was told of it by itself',
    );
    const told = { ...owed, state: 'delivered', toldSeverity: 'high' } as const;
    expect(explainDeliveries([told])).toBe('Told: soc over slack');
    const failed = {
      ...owed,
      receiver: 'pager',
      channel: 'pagerduty',
      state: 'failed',
      reason: 'HTTP 400',
    } as const;
    expect(explainDeliveries([told, failed])).toMatch(
      /^Told: soc over slack\. pager over pagerduty was told nothing/,
    );
  });
});
