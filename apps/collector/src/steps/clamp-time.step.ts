import { type Step, proceed } from '#pipeline';
import type { Adapted, Logged, Timed } from '../received.js';

/** A producer's clock may run ahead of the broker's by so much; what claims to be later happened when it arrived. */
const aheadMs = 5 * 60_000;

/** When it happened, by the log's word and the broker's clock. */
export function clampTimeStep(): Step<Adapted<Logged>, Timed> {
  return (one) => {
    const { native } = one.adapted;
    const claimedMs = Date.parse(native.occurred_at);
    const { timestampMs } = one.record;
    return proceed({
      ...one,
      native,
      occurredAtMs: claimedMs > timestampMs + aheadMs ? timestampMs : claimedMs,
    });
  };
}
