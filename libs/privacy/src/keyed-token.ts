import { createHmac, hkdfSync } from 'node:crypto';

/** 32 bytes; whoever has it can test guesses against tokens, so it never leaves the collector. */
export type TenantKey = Buffer;

/** 48 bits: among a million values of one tenant, about two share a token by accident. */
const tokenHexDigits = 12;
const pseudonymHexDigits = 16;

/** The key of one tenant, derived from the installation's masking key (HKDF-SHA256, RFC 5869). */
export function deriveTenantKey(maskingKey: Buffer, tenant: string): TenantKey {
  return Buffer.from(hkdfSync('sha256', maskingKey, '', `tunewarden masking ${tenant}`, 32));
}

/** `⟦email:7f3a…⟧`: the same value of the same tenant always gives the same token, and nobody can turn it back. */
export function keyedToken(type: string, value: string, key: TenantKey): string {
  return `⟦${type}:${digest(type, value, key).slice(0, tokenHexDigits)}⟧`;
}

/** `actor:9c1e…`: stands for a person, key or session wherever one is named. */
export function pseudonym(kind: 'actor' | 'session', value: string, key: TenantKey): string {
  return `${kind}:${digest(kind, value, key).slice(0, pseudonymHexDigits)}`;
}

function digest(type: string, value: string, key: TenantKey): string {
  return createHmac('sha256', key).update(type).update('\0').update(value).digest('hex');
}
