import { describe, expect, it } from '@jest/globals';
import { type ResolveHost, publicAddress } from './public-address.js';

const resolving =
  (...addresses: readonly string[]): ResolveHost =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

describe('the address of a webhook', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '[::1]',
    '[fd00::1]',
    '[fe80::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '0x7f.1',
  ])('is refused as a literal: %s', async (host) => {
    expect(await publicAddress(host, [], resolving())).toMatchObject({ ok: false });
  });

  it.each([
    ['a private one', ['10.0.0.1']],
    ['a private one among public ones', ['93.184.215.14', '::1']],
    ['none', []],
  ])('is refused where a name stands for %s', async (_what, addresses) => {
    expect(await publicAddress('evil.example', [], resolving(...addresses))).toMatchObject({ ok: false });
  });

  it('is pinned where a name stands for a public one', async () => {
    expect(await publicAddress('ok.example', [], resolving('93.184.215.14'))).toEqual({
      ok: true,
      value: { address: '93.184.215.14', family: 4 },
    });
  });

  it('may be private where the installation says so', async () => {
    expect(await publicAddress('hooks.internal', ['hooks.internal'], resolving('10.0.0.1'))).toMatchObject({
      ok: true,
    });
  });
});
