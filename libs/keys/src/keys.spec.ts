import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createKey, destroyKeys, listKeys, rotateKey } from './administer-keys.js';
import { openKeyStore } from './open-key-store.js';
import { seal, unseal } from './seal.js';

describe('a key file', () => {
  let file: string;
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'tunewarden-keys-')), 'keys.json');
  });

  it('gives each tenant a key of its own with its first need, the same to every process', () => {
    const [one, other] = [openKeyStore({ KEYS_FILE: file }), openKeyStore({ KEYS_FILE: file })];
    const key = one.current('acme', 'masking');
    expect(other.current('acme', 'masking')).toEqual(key);
    expect(one.current('globex', 'masking').key).not.toEqual(key.key);
    expect(one.current('acme', 'vault').key).not.toEqual(key.key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is rotated and keeps the older key, is destroyed and keeps none', () => {
    const first = createKey(file, 'acme', 'masking');
    const second = rotateKey(file, 'acme', 'masking');
    const store = openKeyStore({ KEYS_FILE: file });
    expect(store.all('acme', 'masking').map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(store.current('acme', 'masking').id).toBe(second.id);
    expect(listKeys(file).map(({ current }) => current)).toEqual([false, true]);
    expect(JSON.stringify(listKeys(file))).not.toContain(
      store.current('acme', 'masking').key.toString('hex'),
    );

    const bytes = store.all('acme', 'masking').map(({ key }) => key.toString('hex'));
    expect(destroyKeys(file, 'acme', 'masking').map(({ id }) => id)).toEqual([first.id, second.id]);
    for (const hex of bytes) expect(readFileSync(file, 'utf8')).not.toContain(hex);
    expect(openKeyStore({ KEYS_FILE: file }).all('acme', 'masking')).toEqual([]);
  });

  it.each([
    [
      'a second key of a tenant',
      () => [createKey(file, 'a', 'vault'), createKey(file, 'a', 'vault')],
      'keys.exists',
    ],
    ['a rotation of nothing', () => rotateKey(file, 'a', 'vault'), 'keys.none'],
    ['a destruction of nothing', () => destroyKeys(file, 'a', 'vault'), 'keys.none'],
    ['another file', () => (writeFileSync(file, '{"a": 1}'), listKeys(file)), 'keys.unreadable'],
  ])('refuses %s', (_what, work, code) => {
    expect(work).toThrow(expect.objectContaining({ code }));
  });
});

describe('keys of the environment', () => {
  const store = openKeyStore({ MASKING_KEY: '07'.repeat(32) });

  it('are derived, one a tenant, and the same every time', () => {
    const again = openKeyStore({ MASKING_KEY: '07'.repeat(32) });
    expect(store.current('acme', 'masking')).toEqual(again.current('acme', 'masking'));
    expect(store.current('acme', 'masking').key).not.toEqual(store.current('globex', 'masking').key);
  });

  it('say which variable is missing', () => {
    expect(() => store.current('acme', 'vault')).toThrow(/VAULT_KEY or KEYS_FILE/);
    expect(store.all('acme', 'vault')).toEqual([]);
  });
});

describe('a sealed text', () => {
  const key = { id: 'k1', key: Buffer.alloc(32, 1) };
  const other = { id: 'k2', key: Buffer.alloc(32, 2) };
  const sealed = seal('Ada Lovelace, 10 December 1815', 'acme logs/0/7', key);

  it('opens with its key among others, and shows nothing before', () => {
    expect(unseal(sealed, 'acme logs/0/7', [other, key])).toBe('Ada Lovelace, 10 December 1815');
    expect(sealed.includes('Ada')).toBe(false);
    expect(seal('Ada', 'c', key).equals(seal('Ada', 'c', key))).toBe(false);
  });

  const changed = Buffer.from(sealed);
  changed[changed.length - 20]! ^= 1;
  it.each([
    ['a destroyed key', sealed, 'acme logs/0/7', [other], 'keys.destroyed'],
    ['another row', sealed, 'acme logs/0/8', [key], 'keys.sealed-bad'],
    ['a changed byte', changed, 'acme logs/0/7', [key], 'keys.sealed-bad'],
    ['another key of the same name', sealed, 'acme logs/0/7', [{ ...other, id: 'k1' }], 'keys.sealed-bad'],
    ['too few bytes', sealed.subarray(0, 30), 'acme logs/0/7', [key], 'keys.sealed-bad'],
    ['no bytes', Buffer.alloc(0), 'acme logs/0/7', [key], 'keys.sealed-bad'],
  ])('does not open with %s', (...[, bytes, context, keys, code]) => {
    expect(() => unseal(bytes, context, keys)).toThrow(expect.objectContaining({ code }));
  });
});
