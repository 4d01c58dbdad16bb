import { describe, expect, it } from '@jest/globals';
import type { Receiver } from '#incidents';
import { choosePageKey } from './choose-page-key.js';
import { pinOf, readPageKeys, refOf } from './page-keys.js';

const [first, second] = ['f'.repeat(32), 's'.repeat(32)];
const place = { env: 'KEY' };
const receivers: readonly Receiver[] = [{ name: 'on-call', pagerduty: { routing_key: place } }];
const keysOf = (listed: string, others: Readonly<Record<string, string>> = {}) =>
  readPageKeys(place, receivers, { KEY: listed, ...others });
const pinned = refOf(keysOf(first).current, 'incident');
const page = { providerRef: pinned, toldStatus: 'open', mayHaveArrived: false } as const;

describe('the key of a page', () => {
  it('is kept as a hash and a place, never in clear', () => {
    expect(pinned).toEqual({
      dedupKey: 'incident',
      keyId: expect.stringMatching(/^[\da-f]{32}$/),
      keyPlace: 'env KEY',
    });
    expect(JSON.stringify(pinned)).not.toContain(first);
  });

  it.each([
    ['in use', first, {}],
    ['listed behind the new one', `${second}, ${first}`, {}],
    ['listed on a line of its own', `${second}\n${first}`, {}],
  ])('is found where it is %s', (_where, listed, others) => {
    expect(keysOf(listed, others).find(pinOf(pinned)!)?.key).toBe(first);
  });

  it('is found where it stood, although its receiver has another place by now', () => {
    const elsewhere = readPageKeys({ env: 'NEW' }, [], { KEY: first, NEW: second });
    expect(elsewhere.find(pinOf(pinned)!)?.key).toBe(first);
  });

  it('is found with another receiver, although it stands there no more', () => {
    const environment = { NEW: second, OTHER: first };
    const others: readonly Receiver[] = [{ name: 'other', pagerduty: { routing_key: { env: 'OTHER' } } }];
    expect(readPageKeys({ env: 'NEW' }, others, environment).find(pinOf(pinned)!)?.key).toBe(first);
  });

  it('is missed by its place, where there is none', () => {
    expect(() => keysOf('')).toThrow('There is no secret in KEY');
  });
});

describe('an event goes', () => {
  const chosen = (action: 'trigger' | 'acknowledge' | 'resolve', claimed: object, listed: string) =>
    choosePageKey(action, { ...page, ...claimed }, keysOf(listed));
  const both = `${second},${first}`;

  it.each([
    ['acknowledge', {}, first],
    ['resolve', {}, first],
    ['resolve', { toldStatus: 'resolved' }, first],
    ['trigger', {}, first],
    ['trigger', { toldStatus: null, mayHaveArrived: true }, first],
    // There is no page to keep up: the new key is the one that the operator wants.
    ['trigger', { toldStatus: null }, second],
    ['trigger', { toldStatus: 'resolved' }, second],
    ['trigger', { providerRef: null }, second],
    // From before keys were kept.
    ['resolve', { providerRef: { dedupKey: 'incident' } }, second],
  ] as const)('that is a(n) %s, where %j, with its page’s key or the new one', (action, claimed, key) => {
    expect(chosen(action, claimed, both)).toMatchObject({ value: { key: { key }, note: null } });
  });

  it.each(['acknowledge', 'resolve'] as const)(
    'nowhere that is to %s a page whose key is lost, and the ledger says what to do',
    (action) => {
      expect(chosen(action, {}, second)).toEqual({
        ok: false,
        error: expect.stringMatching(/^the key in env KEY .* list it there .* or end the page in PagerDuty$/),
      });
    },
  );

  it('to another page that is a trigger whose key is lost: a duplicate beats a miss', () => {
    expect(chosen('trigger', {}, second)).toMatchObject({
      value: { key: { key: second }, note: expect.stringMatching(/end the first one in PagerDuty$/) },
    });
  });
});
