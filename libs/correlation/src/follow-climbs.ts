import { type ActorState, type Climb, appended, mostMembers } from './actor-state.js';
import type { Followed } from './follow-retries.js';
import type { Observation } from './observation.js';
import { addEvidence, evidenceNats, noRisk } from './risk.js';
import { thresholds } from './thresholds.js';

/** Conversations followed of one actor; the one that rested longest is left. */
const mostClimbs = 6;

/**
 * Adds a turn to the risk of its conversation. From four turns on, a risk above the threshold that the model answered
 * is told, once: turn by turn it was led where one ask would not have brought it.
 */
export function followClimbs(
  climbs: ActorState['climbs'],
  { atMs, session, attack, verdict, evidenceId }: Observation,
): Followed<ActorState['climbs']> {
  const { leastTurns, nats, halfLifeMs } = thresholds.escalation;
  const before: Climb = climbs.find((climb) => climb.session === session) ?? newClimb(session);
  const risk = addEvidence(before.risk, { atMs, score: attack.score }, halfLifeMs);
  const hasEnded = risk.nats === 0;
  const isEvidence = evidenceNats(attack.score) > 0;
  const climb: Climb = hasEnded
    ? newClimb(session)
    : {
        session,
        risk,
        turns: before.turns + 1,
        members: isEvidence ? appended(before.members, evidenceId, mostMembers) : before.members,
        told: before.told,
      };
  const others = climbs.filter((other) => other.session !== session);
  const tells = !climb.told && climb.turns >= leastTurns && risk.nats >= nats && verdict === 'complied';
  const kept = hasEnded ? others : appended(others, { ...climb, told: climb.told || tells }, mostClimbs);
  const { turns, members } = climb;
  return { kept, patterns: tells ? [{ kind: 'escalation', turns, nats: risk.nats, members }] : [] };
}

function newClimb(session: string): Climb {
  return { session, risk: noRisk, turns: 0, members: [], told: false };
}
