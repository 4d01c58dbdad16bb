import type { OutgoingRecord } from '#kafka';
import { type Steps, startWith } from '#pipeline';
import type { TenantKey } from '#privacy';
import type { ModelRegistryStore } from '#database';
import type { Received } from './received.js';
import { decodeStep } from './steps/decode.step.js';
import { maskStep } from './steps/mask.step.js';
import { publishStep } from './steps/publish.step.js';
import { resolveModelStep } from './steps/resolve-model.step.js';
import { validateStep } from './steps/validate.step.js';

/** What the steps need. */
export interface IngestParts {
  readonly maxMessageBytes: number;
  readonly registry: ModelRegistryStore;
  readonly tenantKey: (tenant: string) => TenantKey;
}

/**
 * The whole journey of one message: from the bytes a producer logged to the record for `interactions.masked`. What
 * becomes of a step's answer (sent, dropped, dead letter) is decided in `interactions.consumer.ts` alone.
 */
export function createIngestPipeline(parts: IngestParts): Steps<Received, OutgoingRecord> {
  return startWith('decode', decodeStep({ maxBytes: parts.maxMessageBytes }))
    .then('validate', validateStep())
    .then('resolve model', resolveModelStep(parts.registry))
    .then('mask', maskStep(parts.tenantKey))
    .then('publish', publishStep());
}
