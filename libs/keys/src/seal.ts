import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '#kernel';
import type { NamedKey } from './key-store.js';

/** NIST SP 800-38D: 96-bit nonces; each data key seals one text, so a nonce never repeats under it. */
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;
const formatVersion = 1;

/**
 * A text under AES-256-GCM envelope encryption: a random data key seals it, the tenant's key wraps the data key.
 * `context` (tenant and log event) is authenticated: a sealed text that was moved to another row does not open.
 * Bytes: version, length and id of the tenant's key, wrapped data key, sealed text.
 */
export function seal(text: string, context: string, { id, key }: NamedKey): Buffer {
  const dataKey = randomBytes(keyBytes);
  const keyId = Buffer.from(id, 'utf8');
  return Buffer.concat([
    Buffer.from([formatVersion, keyId.length]),
    keyId,
    encrypt(dataKey, key, context),
    encrypt(Buffer.from(text, 'utf8'), dataKey, context),
  ]);
}

/**
 * The text that was sealed. Throws an AppError: `keys.destroyed` where its key is not among `keys`, `keys.sealed-bad`
 * where the bytes or the context are not those that were sealed.
 */
export function unseal(sealed: Buffer, context: string, keys: readonly NamedKey[]): string {
  const idLength = sealed[1] ?? 0;
  const id = sealed.subarray(2, 2 + idLength).toString('utf8');
  if (sealed[0] !== formatVersion) throw new AppError('keys.sealed-bad', 'Not a sealed text', false);
  const key = keys.find((one) => one.id === id);
  if (key === undefined) throw new AppError('keys.destroyed', 'The key of this text was destroyed', false);
  const wrappedEnd = 2 + idLength + nonceBytes + keyBytes + tagBytes;
  const dataKey = decrypt(sealed.subarray(2 + idLength, wrappedEnd), key.key, context);
  return decrypt(sealed.subarray(wrappedEnd), dataKey, context).toString('utf8');
}

function encrypt(plain: Buffer, key: Buffer, context: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context, 'utf8'));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(sealed: Buffer, key: Buffer, context: string): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(context, 'utf8')).setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new AppError(
      'keys.sealed-bad',
      'The sealed text was changed, or belongs to another row',
      false,
      cause,
    );
  }
}
