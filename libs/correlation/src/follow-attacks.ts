import { type ActorState, type Probes, appended, mostMembers } from './actor-state.js';
import { type Observation, succeeded } from './observation.js';
import type { Pattern } from './pattern.js';
import { addEvidence, evidenceNats, noRisk } from './risk.js';
import { sketchOf, wordsDigest } from './sketch.js';
import { thresholds } from './thresholds.js';

/** Distinct attacks remembered, of an actor and of each of its families. */
const mostDigests = 64;
const mostFamilies = 6;

type Attacks = Pick<ActorState, 'risk' | 'attacks' | 'riskMembers' | 'riskTold' | 'probes'>;

/**
 * Adds an interaction to the risk of its actor and, where it is flagged, to the actor's attacks of its family. The same
 * words again add nothing: an application that sends one text a thousand times is no attacker.
 */
export function followAttacks(
  { risk: riskBefore, attacks, riskMembers, riskTold, probes }: Attacks,
  observation: Observation,
): { readonly kept: Attacks; readonly patterns: readonly Pattern[] } {
  const state: Attacks = { risk: riskBefore, attacks, riskMembers, riskTold, probes };
  const { atMs, attack, evidenceId } = observation;
  const isEvidence = evidenceNats(attack.score) > 0;
  const digest = isEvidence ? wordsDigest(sketchOf(observation.ask)) : 0;
  if (isEvidence && state.attacks.includes(digest)) return { kept: state, patterns: [] };
  const { halfLifeMs, nats, leastDistinct } = thresholds.persistence;
  const risk = addEvidence(state.risk, { atMs, score: attack.score }, halfLifeMs);
  const ended = risk.nats === 0 ? { attacks: [], riskMembers: [], riskTold: false } : state;
  const grown: Attacks = {
    ...state,
    ...ended,
    risk: risk.nats === 0 ? noRisk : risk,
    ...(isEvidence && {
      attacks: appended(ended.attacks, digest, mostDigests),
      riskMembers: appended(ended.riskMembers, evidenceId, mostMembers),
    }),
  };
  const tells = !grown.riskTold && risk.nats >= nats && grown.attacks.length >= leastDistinct;
  const persistent: Pattern = {
    kind: 'persistent-attacker',
    distinct: grown.attacks.length,
    nats: risk.nats,
    members: grown.riskMembers,
  };
  const probed = attack.flagged ? followProbes(grown, observation, digest) : undefined;
  const kept = { ...grown, riskTold: grown.riskTold || tells, ...(probed && { probes: probed.kept }) };
  return { kept, patterns: [...(tells ? [persistent] : []), ...(probed?.patterns ?? [])] };
}

function followProbes({ probes, risk }: Attacks, observation: Observation, digest: number) {
  const { atMs, attack, outcome, evidenceId } = observation;
  const { leastDistinct, windowMs } = thresholds.probing;
  const family = attack.family ?? 'unknown';
  const recent = probes.filter((one) => atMs - one.lastAtMs <= windowMs);
  const before = recent.find((one) => one.family === family) ?? newProbes(family);
  const grown: Probes = {
    ...before,
    lastAtMs: Math.max(before.lastAtMs, atMs),
    digests: appended(before.digests, digest, mostDigests),
    refused: before.refused + (outcome === 'refused' ? 1 : 0),
    succeeded: before.succeeded + (succeeded(outcome) ? 1 : 0),
    members: appended(before.members, evidenceId, mostMembers),
  };
  const distinct = grown.digests.length;
  // The risk bounds false alarms: whoever asks much has a few flagged by accident.
  const tells =
    distinct >= Math.max(leastDistinct, 2 * before.told) && risk.nats >= thresholds.persistence.nats;
  const others = recent.filter((one) => one.family !== family);
  const kept = appended(others, tells ? { ...grown, told: distinct } : grown, mostFamilies);
  const { refused, succeeded: worked, members } = grown;
  const pattern: Pattern = { kind: 'probing', family, distinct, refused, succeeded: worked, members };
  return { kept, patterns: tells ? [pattern] : [] };
}

function newProbes(family: string): Probes {
  return { family, lastAtMs: 0, digests: [], refused: 0, succeeded: 0, members: [], told: 0 };
}
