import { type Step, proceed } from '#pipeline';
import type { Resolved, Sealed } from '../received.js';
import type { Vault } from '../vault.js';

/** Seals the original before it is masked, where its tenant has a vault; everybody else's is let go. */
export function sealStep(vault: Vault): Step<Resolved, Sealed> {
  return (resolved) => {
    const { native, source } = resolved;
    return proceed({ ...resolved, sealed: vault.seal([native], native.tenant, source) });
  };
}
