import type { ModelRegistryStore } from '#database';
import { type Step, proceed } from '#pipeline';
import type { Resolved, Timed } from '../received.js';

/** What the step asks of the registry: Postgres in the collector, nothing but a number in its bench. */
export type ModelRegistry = Pick<ModelRegistryStore, 'resolve'>;

/** Of a log event that is to be joined, whose span knows the model, and of a canary, whose model is nobody's. */
const noModel = 0;

/** Finds the model's row in the registry; an unknown model registers itself. */
export function resolveModelStep(registry: ModelRegistry, canaryTopic?: string): Step<Timed, Resolved> {
  return async (timed) => {
    const { adapted, native } = timed;
    const isEvent = adapted.kind === 'part' && adapted.part === 'event';
    const isNobodys = isEvent || timed.topic === canaryTopic;
    const modelKey = isNobodys ? noModel : await registry.resolve(native.tenant, native.model);
    return proceed({ ...timed, modelKey });
  };
}
