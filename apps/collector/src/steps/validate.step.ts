import { validateNative } from '#contracts';
import { type Step, deadLetter, proceed } from '#pipeline';
import type { Decoded, Validated } from '../received.js';

/** A producer's clock may run ahead of the broker's by so much; what claims to be later happened when it arrived. */
const aheadMs = 5 * 60_000;

/** JSON to an interaction in the native format. */
export function validateStep(): Step<Decoded, Validated> {
  return ({ json, ...received }) => {
    const validated = validateNative(json);
    if (!validated.ok) return deadLetter('validate', validated.error.code, validated.error.message);
    const claimedMs = Date.parse(validated.value.occurred_at);
    const { timestampMs } = received.record;
    const occurredAtMs = claimedMs > timestampMs + aheadMs ? timestampMs : claimedMs;
    return proceed({ ...received, native: validated.value, occurredAtMs });
  };
}
