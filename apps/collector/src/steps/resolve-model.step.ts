import { type Step, proceed } from '#pipeline';
import type { ModelRegistryStore } from '#database';
import type { Resolved, Validated } from '../received.js';

/** Finds the model's row in the registry; an unknown model registers itself. */
export function resolveModelStep(registry: ModelRegistryStore): Step<Validated, Resolved> {
  return async (validated) => {
    const { tenant, model } = validated.native;
    return proceed({ ...validated, modelKey: await registry.resolve(tenant, model) });
  };
}
