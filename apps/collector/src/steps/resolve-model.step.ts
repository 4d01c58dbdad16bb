import type { ModelRegistryStore } from '#database';
import { type Step, proceed } from '#pipeline';
import type { Resolved, Timed } from '../received.js';

/** What the step asks of the registry: Postgres in the collector, nothing but a number in its bench. */
export type ModelRegistry = Pick<ModelRegistryStore, 'resolve'>;

/** Of a log event that is to be joined: the span knows the model. */
const notYetKnown = 0;

/** Finds the model's row in the registry; an unknown model registers itself. */
export function resolveModelStep(registry: ModelRegistry): Step<Timed, Resolved> {
  return async (timed) => {
    const { adapted, native } = timed;
    const isEvent = adapted.kind === 'part' && adapted.part === 'event';
    const modelKey = isEvent ? notYetKnown : await registry.resolve(native.tenant, native.model);
    return proceed({ ...timed, modelKey });
  };
}
