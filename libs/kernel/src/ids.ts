import { hash } from 'node:crypto';

/**
 * A UUID (version 8, RFC 9562) computed from the parts: the same parts always give the same id, so that
 * work done twice after a crash writes the same row. Parts are joined with a separator that they cannot hold.
 */
export function deterministicUuid(...parts: readonly (string | number)[]): string {
  const hex = hash('sha256', JSON.stringify(parts));
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
