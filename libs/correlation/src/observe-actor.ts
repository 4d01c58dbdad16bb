import type { ActorState, Peers } from './actor-state.js';
import { followAttacks } from './follow-attacks.js';
import { followClimbs } from './follow-climbs.js';
import { followGuardrails } from './follow-guardrails.js';
import { followRetries } from './follow-retries.js';
import { followUses } from './follow-uses.js';
import type { Observation } from './observation.js';
import type { Pattern } from './pattern.js';

/** What is known of an actor after one more of its interactions, and the patterns that it completed. */
export function observeActor(
  state: ActorState,
  observation: Observation,
  peers: Peers,
): { readonly state: ActorState; readonly patterns: readonly Pattern[] } {
  const uses = followUses(state.uses, observation, peers);
  const seen = { ...state, lastAtMs: Math.max(state.lastAtMs, observation.atMs), uses: uses.kept };
  if (observation.goesOn) return { state: seen, patterns: uses.patterns };
  const refusals = followRetries(state.refusals, observation);
  const climbs = followClimbs(state.climbs, observation);
  const attacks = followAttacks(state, observation);
  const guardrail = followGuardrails(state.guardrail, observation);
  return {
    state: {
      ...seen,
      ...attacks.kept,
      refusals: refusals.kept,
      climbs: climbs.kept,
      ...(guardrail.kept && { guardrail: guardrail.kept }),
    },
    patterns: [refusals, climbs, attacks, guardrail, uses].flatMap(({ patterns }) => patterns),
  };
}
