import { headerNames } from '#contracts';
import { headerText } from '#kafka';
import { type Step, proceed } from '#pipeline';
import { type MaskingOf, maskInteraction } from '#privacy';
import type { Masked, Sealed } from '../received.js';

/** Replaces what identifies people and opens doors by keyed tokens, everywhere in the interaction. */
export function maskStep(maskingOf: MaskingOf): Step<Sealed, Masked> {
  return ({ native, occurredAtMs, modelKey, ...one }) => {
    const { topic, partition, offset, index } = one.source;
    const interaction = maskInteraction(native, {
      fallbackId: [topic, partition, offset, ...(index === 0 ? [] : [index])].join('-'),
      modelKey,
      occurredAtMs,
      ...maskingOf(native.tenant),
    });
    const traceparent = headerText(one.record, headerNames.traceparent) ?? native.trace?.traceparent;
    return proceed({ ...one, interaction, traceparent });
  };
}
