import { type ActorState, type GuardrailRisk, appended, mostMembers } from './actor-state.js';
import type { Followed } from './follow-retries.js';
import type { Observation } from './observation.js';
import type { Pattern } from './pattern.js';
import { sketchOf, wordsDigest } from './sketch.js';
import { thresholds } from './thresholds.js';

/** Distinct asks remembered that a guardrail objected to. */
const mostDigests = 64;
const nothingGuarded: GuardrailRisk = {
  nats: 0,
  atMs: 0,
  digests: [],
  members: [],
  told: false,
  severalToldAtMs: 0,
};

/**
 * Follows what guardrails upstream said of an actor's asks: objections that come too often to be accidents, several
 * policies against one ask, and asks that were blocked and answered all the same. An ask without a verdict says nothing.
 */
export function followGuardrails(
  before: ActorState['guardrail'],
  observation: Observation,
): Followed<ActorState['guardrail']> {
  const { guardrail, evidenceId, atMs, verdict } = observation;
  if (guardrail === undefined) return { kept: before, patterns: [] };
  const { kept, patterns } = addVerdict(before ?? nothingGuarded, observation, guardrail.objections);
  const several = severalOf(kept, observation, guardrail.objections);
  const answered: Pattern | undefined =
    guardrail.blocked && verdict === 'complied'
      ? { kind: 'guardrail-bypassed', objections: guardrail.objections, members: [evidenceId] }
      : undefined;
  return {
    kept: several === undefined ? kept : { ...kept, severalToldAtMs: atMs },
    patterns: [...patterns, several, answered].filter((pattern) => pattern !== undefined),
  };
}

/** The risk after one more verdict: a CUSUM of log-likelihood ratios, as `risk.ts` has it of scores. */
function addVerdict(state: GuardrailRisk, { ask, atMs, evidenceId }: Observation, objections: number) {
  const { ordinaryShare, violatorShare, windowMs, nats: limit, leastDistinct } = thresholds.guardrail;
  const recent = atMs - state.atMs > windowMs ? nothingGuarded : state;
  const digest = objections > 0 ? wordsDigest(sketchOf(ask)) : 0;
  // An application that sends one blocked text again and again is no attacker.
  if (objections > 0 && recent.digests.includes(digest)) return { kept: recent, patterns: [] };
  const ratio = objections > 0 ? violatorShare / ordinaryShare : (1 - violatorShare) / (1 - ordinaryShare);
  const nats = Math.max(0, recent.nats + Math.log(ratio));
  const grown: GuardrailRisk = {
    ...(nats === 0 ? { ...nothingGuarded, severalToldAtMs: recent.severalToldAtMs } : recent),
    nats,
    atMs: Math.max(recent.atMs, atMs),
  };
  const counted =
    objections === 0
      ? grown
      : {
          ...grown,
          digests: appended(grown.digests, digest, mostDigests),
          members: appended(grown.members, evidenceId, mostMembers),
        };
  const distinct = counted.digests.length;
  const tells = !counted.told && nats >= limit && distinct >= leastDistinct;
  const { members } = counted;
  const pattern: Pattern = { kind: 'guardrail-violations', distinct, nats, members };
  return { kept: { ...counted, told: counted.told || tells }, patterns: tells ? [pattern] : [] };
}

function severalOf(
  { severalToldAtMs }: GuardrailRisk,
  { atMs, evidenceId }: Observation,
  objections: number,
): Pattern | undefined {
  const { severalPolicies, severalAgainMs } = thresholds.guardrail;
  if (objections < severalPolicies || atMs - severalToldAtMs < severalAgainMs) return undefined;
  return { kind: 'guardrail-policies', objections, members: [evidenceId] };
}
