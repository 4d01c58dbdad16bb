import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headerNames, nativeInteractionSchema, sealingContext } from '#contracts';
import { destroyKeys, openKeyStore, unseal } from '#keys';
import { describe, expect, it } from '@jest/globals';
import { sealStep } from './steps/seal.step.js';
import type { Resolved } from './received.js';
import { Vault, sealedHeader } from './vault.js';

const file = join(mkdtempSync(join(tmpdir(), 'tunewarden-vault-')), 'keys.json');
const keys = openKeyStore({ KEYS_FILE: file });
const vault = new Vault(keys, new Set(['acme', 'doomed']));
const native = (tenant: string, content = 'I am Ada Lovelace') =>
  nativeInteractionSchema.parse({
    occurred_at: '2026-11-24T10:00:00Z',
    tenant,
    model: { id: 'm' },
    messages: [{ role: 'user', content }],
  });
const at = (offset: string) => ({ topic: 'logs', partition: 1, offset, index: 0 });
const open = (sealed: Buffer | undefined, tenant: string, offset: string) =>
  JSON.parse(
    unseal(sealed!, sealingContext(tenant, at(offset)), keys.all(tenant, 'vault')),
  ) as readonly unknown[];

describe('the sealing step', () => {
  const step = sealStep(vault);
  const sealedOf = async (tenant: string) => {
    const result = await step({ native: native(tenant), source: at('7') } as unknown as Resolved);
    return result.kind === 'ok' ? result.value.sealed : undefined;
  };

  it('seals the whole original of a tenant that wants it, bound to its log event', async () => {
    const sealed = await sealedOf('acme');
    expect(sealed?.includes('Lovelace')).toBe(false);
    expect(open(sealed, 'acme', '7')).toEqual([native('acme')]);
    expect(() => open(sealed, 'acme', '8')).toThrow(expect.objectContaining({ code: 'keys.sealed-bad' }));
  });

  it("lets everybody else's go, and makes no key for them", async () => {
    expect(await sealedOf('globex')).toBeUndefined();
    expect(keys.all('globex', 'vault')).toEqual([]);
  });
});

describe('parts that are joined', () => {
  const part = (tenant: string, offset: string, content: string) => ({
    sealed: vault.seal([native(tenant, content)], tenant, at(offset)),
    tenant,
    source: at(offset),
  });

  it('are sealed together, bound to the log event of their span', () => {
    const joined = vault.join([part('acme', '9', 'span'), part('acme', '8', 'event')], {
      tenant: 'acme',
      source: at('9'),
    });
    expect(open(joined, 'acme', '9')).toEqual([native('acme', 'span'), native('acme', 'event')]);
  });

  it.each([
    ['has no original', { ...part('acme', '8', 'event'), sealed: undefined }],
    ['stands elsewhere than it says', { ...part('acme', '8', 'event'), source: at('5') }],
    ['is not whole', { ...part('acme', '8', 'event'), sealed: Buffer.from('x') }],
  ])('are not kept by half: one of them %s', (_what, other) => {
    const whole = { tenant: 'acme', source: at('9') };
    expect(vault.join([part('acme', '9', 'span'), other], whole)).toBeUndefined();
  });

  it('are not kept once their key is destroyed', () => {
    const parts = [part('doomed', '9', 'span')];
    destroyKeys(file, 'doomed', 'vault');
    const after = new Vault(openKeyStore({ KEYS_FILE: file }), new Set(['doomed']));
    expect(after.join(parts, { tenant: 'doomed', source: at('9') })).toBeUndefined();
  });
});

describe('the header that takes an original along', () => {
  it('is there only where there is one, and room for it', () => {
    const sealed = Buffer.alloc(11_000_000);
    expect(sealedHeader(undefined, 'value')).toEqual({});
    expect(sealedHeader(sealed, 'x'.repeat(10_000_000))).toEqual({ [headerNames.sealed]: sealed });
    expect(sealedHeader(sealed, 'x'.repeat(11_000_000))).toEqual({});
  });
});
