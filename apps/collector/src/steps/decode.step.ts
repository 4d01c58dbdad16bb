import { type DecodeLimits, decodeJson } from '#contracts';
import { type Step, deadLetter, proceed } from '#pipeline';
import type { Decoded, Received } from '../received.js';

/** Bytes to JSON: size, UTF-8, syntax and depth. */
export function decodeStep(limits: DecodeLimits): Step<Received, Decoded> {
  return (received) => {
    const decoded = decodeJson(received.record.value, limits);
    if (decoded.ok) return proceed({ ...received, json: decoded.value });
    return deadLetter('decode', decoded.error.code, decoded.error.message);
  };
}
