import { type KeyObject, createHmac, createSecretKey } from 'node:crypto';

/** 32 bytes; whoever has it can test guesses against tokens, so it never leaves the collector. */
export type TenantKey = Buffer;

/** 48 bits: among a million values of one tenant, about two share a token by accident. */
const tokenHexDigits = 12;
const pseudonymHexDigits = 16;

/** `⟦email:7f3a…⟧`: the same value of the same tenant always gives the same token, and nobody can turn it back. */
export function keyedToken(type: string, value: string, key: TenantKey): string {
  return `⟦${type}:${digest(type, value, key).slice(0, tokenHexDigits)}⟧`;
}

/** `actor:9c1e…`: stands for a person, key, session or network address wherever one is named. */
export function pseudonym(kind: 'actor' | 'session' | 'address', value: string, key: TenantKey): string {
  return `${kind}:${digest(kind, value, key).slice(0, pseudonymHexDigits)}`;
}

/** HMAC-SHA256 of a value under the tenant's key, as 64 hexadecimal digits; `type` keeps kinds of values apart. */
export function digest(type: string, value: string | Uint8Array, key: TenantKey): string {
  return createHmac('sha256', keyObjectOf(key)).update(type).update('\0').update(value).digest('hex');
}

/** Making one from bytes takes longer than the digest of a short value, and a tenant's key makes millions. */
const keyObjects = new WeakMap<TenantKey, KeyObject>();

function keyObjectOf(key: TenantKey): KeyObject {
  const known = keyObjects.get(key);
  if (known !== undefined) return known;
  const made = createSecretKey(key);
  keyObjects.set(key, made);
  return made;
}
