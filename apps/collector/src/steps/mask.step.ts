import { headerNames } from '#contracts';
import { headerText } from '#kafka';
import { type Step, proceed } from '#pipeline';
import { type TenantKey, maskInteraction } from '#privacy';
import type { Masked, Resolved } from '../received.js';

/** Replaces what identifies people and opens doors by keyed tokens, everywhere in the interaction. */
export function maskStep(keyOf: (tenant: string) => TenantKey): Step<Resolved, Masked> {
  return ({ native, occurredAtMs, modelKey, ...received }) => {
    const { topic, partition, record } = received;
    const interaction = maskInteraction(native, {
      fallbackId: `${topic}-${partition}-${record.offset}`,
      modelKey,
      occurredAtMs,
      key: keyOf(native.tenant),
    });
    const traceparent = headerText(record, headerNames.traceparent) ?? native.trace?.traceparent;
    return proceed({ ...received, interaction, traceparent });
  };
}
