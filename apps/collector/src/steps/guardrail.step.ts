import { type GuardrailRecord, headerNames } from '#contracts';
import type { AdaptedRecord } from '#formats';
import { type Step, proceed } from '#pipeline';
import { type MaskingOf, maskGuardrail } from '#privacy';
import { sourceHeaders } from '../source-headers.js';
import type { Adapted, Outgoing } from '../received.js';

type Guardrail = Extract<AdaptedRecord, { readonly kind: 'guardrail' }>;

/** A guardrail's verdict that was logged apart from its interaction, masked, for `interactions.masked`. */
export function guardrailStep(maskingOf: MaskingOf): Step<Adapted<Guardrail>, Outgoing> {
  return (one) => {
    const { of, tenant, results } = one.adapted;
    const masked: GuardrailRecord = {
      interactionId: of,
      tenant,
      results: maskGuardrail(results, maskingOf(tenant)),
    };
    const headers = { ...sourceHeaders(one), [headerNames.recordKind]: 'guardrail' };
    return proceed({ to: 'masked', record: { key: of, value: JSON.stringify(masked), headers } });
  };
}
