import { describe, expect, it } from '@jest/globals';
import type { Body } from './answer.js';
import { PagerDutyStandIn } from './pagerduty-stand-in.js';

const routing_key = 'k'.repeat(32);
const payload = (more: object = {}) => ({ summary: 's', source: 'tunewarden', severity: 'error', ...more });
const trigger = (more: object = {}): Body => ({
  routing_key,
  event_action: 'trigger',
  dedup_key: 'd',
  payload: payload(),
  ...more,
});
const change = (more: object = {}): Body => ({ routing_key, payload: { summary: 's' }, ...more });
const details = (bytes: number) =>
  trigger({ payload: payload({ custom_details: { note: 'x'.repeat(bytes) } }) });

function createPagerDuty() {
  const pagerDuty = new PagerDutyStandIn([routing_key, 'n'.repeat(32)]);
  const call = (body: Body, method: 'enqueue' | 'change' = 'enqueue', nowMs = 0): number =>
    pagerDuty.answer({ method, body, bytes: Buffer.byteLength(JSON.stringify(body)) }, nowMs).status;
  return { pagerDuty, call };
}

describe('an event at a documented limit is accepted, and refused beyond it', () => {
  const overhead = Buffer.byteLength(JSON.stringify(details(0)));

  it.each<[string, Body, Body]>([
    ['a routing key of 32', trigger(), trigger({ routing_key: 'k'.repeat(31) })],
    ['a known routing key', trigger(), trigger({ routing_key: 'o'.repeat(32) })],
    ['a dedup_key of 255', trigger({ dedup_key: 'd'.repeat(255) }), trigger({ dedup_key: 'd'.repeat(256) })],
    ['a dedup_key at all', trigger(), trigger({ dedup_key: undefined })],
    ['a known action', trigger(), trigger({ event_action: 'snooze' })],
    [
      'a summary of 1,024',
      trigger({ payload: payload({ summary: 's'.repeat(1_024) }) }),
      trigger({ payload: payload({ summary: 's'.repeat(1_025) }) }),
    ],
    ['a source', trigger(), trigger({ payload: payload({ source: undefined }) })],
    [
      'a severity that PagerDuty knows',
      trigger({ payload: payload({ severity: 'critical' }) }),
      trigger({ payload: payload({ severity: 'high' }) }),
    ],
    [
      'a timestamp of ISO 8601',
      trigger({ payload: payload({ timestamp: '2026-11-26T10:00:00.000Z' }) }),
      trigger({ payload: payload({ timestamp: 'yesterday' }) }),
    ],
    ['a payload of a trigger', trigger(), trigger({ payload: undefined })],
    [
      'links with an address',
      trigger({ links: [{ href: 'https://a.example' }] }),
      trigger({ links: [{ text: 'a' }] }),
    ],
    ['512 KB', details(512 * 1024 - overhead), details(512 * 1024 - overhead + 1)],
  ])('%s', (_limit, within, beyond) => {
    const { call } = createPagerDuty();
    expect([call(within), call(beyond)]).toEqual([202, 400]);
  });

  it.each<[string, Body, Body]>([
    [
      'a summary of 1,024',
      change({ payload: { summary: 's'.repeat(1_024) } }),
      change({ payload: { summary: 's'.repeat(1_025) } }),
    ],
    ['no dedup_key', change(), change({ dedup_key: 'd' })],
  ])('a change event: %s', (_limit, within, beyond) => {
    const { call } = createPagerDuty();
    expect([call(within, 'change'), call(beyond, 'change')]).toEqual([202, 400]);
  });

  it('120 events a minute; one that is refused is not ingested', () => {
    const { call, pagerDuty } = createPagerDuty();
    const statuses = Array.from({ length: 121 }, (_, number) => call(trigger({ dedup_key: String(number) })));
    expect(statuses.filter((status) => status === 202)).toHaveLength(120);
    expect(statuses.at(-1)).toBe(429);
    expect(pagerDuty.incidents()).toHaveLength(120);
    expect(call(trigger({ dedup_key: '120' }), 'enqueue', 60_000)).toBe(202);
  });
});

it('what is triggered under one key is one incident until it is resolved', () => {
  const { call, pagerDuty } = createPagerDuty();
  const event = (event_action: string): Body => ({ routing_key, event_action, dedup_key: 'd' });
  call(event('resolve'));
  expect(pagerDuty.incidents()).toEqual([]);
  call(trigger());
  call(trigger());
  call(event('acknowledge'));
  call(trigger());
  expect(pagerDuty.incidents()).toMatchObject([{ dedupKey: 'd', status: 'acknowledged', opened: 1 }]);
  call(event('resolve'));
  call(trigger());
  expect(pagerDuty.incidents()).toMatchObject([{ status: 'triggered', opened: 2 }]);
});

it('a key acknowledges and ends only what it triggered itself', () => {
  const { call, pagerDuty } = createPagerDuty();
  const other = { routing_key: 'n'.repeat(32), dedup_key: 'd' };
  call(trigger());
  for (const event_action of ['acknowledge', 'resolve']) {
    expect(call({ ...other, event_action })).toBe(202);
  }
  expect(pagerDuty.incidents()).toMatchObject([{ integration: 1, status: 'triggered' }]);
  call(trigger(other));
  expect(pagerDuty.incidents()).toMatchObject([{ integration: 1 }, { integration: 2, status: 'triggered' }]);
});
