import type { DecodeLimits } from '#contracts';
import type { AdaptedRecord } from '#formats';
import { type StepResult, drop, deadLetter, startWith } from '#pipeline';
import type { MaskingOf } from '#privacy';
import type { Adapted, Logged, Outgoing, Received } from './received.js';
import { adaptStep } from './steps/adapt.step.js';
import { clampTimeStep } from './steps/clamp-time.step.js';
import { type FormatOf, decodeStep } from './steps/decode.step.js';
import { guardrailStep } from './steps/guardrail.step.js';
import { maskStep } from './steps/mask.step.js';
import { publishStep } from './steps/publish.step.js';
import { type ModelRegistry, resolveModelStep } from './steps/resolve-model.step.js';
import { sealStep } from './steps/seal.step.js';
import type { Vault } from './vault.js';

/** What the steps need. */
export interface IngestParts {
  readonly formatOf: FormatOf;
  readonly limits: DecodeLimits;
  readonly registry: ModelRegistry;
  readonly maskingOf: MaskingOf;
  readonly vault: Vault;
  /** What comes from there registers no model. */
  readonly canaryTopic?: string;
}

/** The two stretches of a message's journey; what becomes of a result is decided in `ingest-message.ts` alone. */
export interface IngestPipeline {
  /** The records of a message, or why it has none. */
  open(received: Received): Promise<StepResult<readonly Adapted[]>>;
  /** What one record becomes. */
  take(one: Adapted): Promise<StepResult<Outgoing>>;
}

/**
 * The whole journey of one message: from the bytes a producer logged, by way of its records, to what is published:
 * whole interactions and guardrail verdicts to `interactions.masked`, parts of interactions to `interactions.parts`.
 */
export function createIngestPipeline(parts: IngestParts): IngestPipeline {
  const message = startWith('decode', decodeStep(parts.formatOf, parts.limits)).then('adapt', adaptStep());
  const logged = startWith('clamp time', clampTimeStep())
    .then('resolve model', resolveModelStep(parts.registry, parts.canaryTopic))
    .then('seal', sealStep(parts.vault))
    .then('mask', maskStep(parts.maskingOf))
    .then('publish', publishStep());
  const guardrail = startWith('guardrail', guardrailStep(parts.maskingOf));
  return {
    open: (received) => message.run(received),
    take: (one) => {
      const { adapted } = one;
      switch (adapted.kind) {
        case 'interaction':
        case 'part':
          return logged.run(one as Adapted<Logged>);
        case 'guardrail':
          return guardrail.run(one as Adapted<Extract<AdaptedRecord, { kind: 'guardrail' }>>);
        case 'skip':
          return Promise.resolve(drop(adapted.reason));
        case 'invalid':
          return Promise.resolve(deadLetter('validate', adapted.code, adapted.message));
      }
    },
  };
}
