import { decodeJson, validateNative } from '#contracts';
import type { AdaptedRecord, Format } from './format.js';

/** The native format, schema version 1: one interaction a message. */
export const nativeFormat: Format = {
  name: 'native',
  decode: (bytes, _contentType, limits) => decodeJson(bytes, limits),
  adapt: (decoded) => [adaptNative(decoded)],
};

function adaptNative(decoded: unknown): AdaptedRecord {
  const validated = validateNative(decoded);
  if (!validated.ok) return { kind: 'invalid', ...validated.error };
  const { messages, response } = validated.value;
  if (messages.length > 0 || response !== undefined) return { kind: 'interaction', native: validated.value };
  const message = 'Not an interaction: it has neither messages nor a response';
  return { kind: 'invalid', code: 'invalid-interaction', message };
}
