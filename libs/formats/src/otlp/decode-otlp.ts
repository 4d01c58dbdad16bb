import { type DecodeLimits, type DecodeProblem, decodeJson } from '#contracts';
import { type Result, err, ok } from '#kernel';
import { exportRequests } from './otlp-messages.js';

/** `{`: an export request in protobuf never begins with it, since it would open a group in field 15. */
const openBrace = 0x7b;

/**
 * An export request, from protobuf or JSON by its content type, else by its first byte. Both come out with the same
 * names; ids are bytes in protobuf and hexadecimal text in JSON. Never throws.
 */
export function decodeOtlp(
  signal: keyof typeof exportRequests,
  bytes: Uint8Array | null,
  contentType: string | undefined,
  limits: DecodeLimits,
): Result<unknown, DecodeProblem> {
  if (bytes === null || bytes.length === 0) return decodeJson(bytes, limits);
  if (isJson(bytes, contentType)) return decodeJson(bytes, limits);
  if (bytes.length > limits.maxBytes) {
    return err({
      code: 'too-large',
      message: `The message has ${bytes.length} bytes, the limit is ${limits.maxBytes}`,
    });
  }
  try {
    return ok(exportRequests[signal].decode(bytes));
  } catch {
    return err({ code: 'invalid-protobuf', message: `The message is no OTLP export of ${signal}` });
  }
}

function isJson(bytes: Uint8Array, contentType: string | undefined): boolean {
  if (contentType !== undefined && /\bjson\b/i.test(contentType)) return true;
  if (contentType !== undefined && /\bprotobuf\b/i.test(contentType)) return false;
  const first = bytes.find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
  return first === openBrace && bytes[0] !== 0x0a;
}
