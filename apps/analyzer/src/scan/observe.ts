import type { Observation } from '#correlation';
import { currentTurnStart } from '#detection';
import { blocks, objects, sessionDigest } from '#features';
import { evidenceIdOf } from './attack-findings.js';
import type { Detected } from './scanned.js';

/** Where usage was not logged: so many characters are about a token. */
const charactersOfAToken = 4;

/** The event time of an interaction; never after the broker has it. */
export function eventTimeMs({ interaction, record }: Pick<Detected, 'interaction' | 'record'>): number {
  return Math.min(interaction.occurredAtMs, record.timestampMs);
}

/** An interaction as it counts for what only many of them show. */
export function observationOf(detected: Detected): Observation {
  const { interaction, signal, goesOn } = detected;
  const { flagged, score, families } = signal.attack;
  return {
    atMs: eventTimeMs(detected),
    modelKey: interaction.modelKey,
    session: sessionDigest(interaction),
    evidenceId: evidenceIdOf(detected),
    ask: askOf(detected),
    answer: interaction.response?.content ?? '',
    attack: { flagged, score, family: Object.keys(families)[0] },
    verdict: signal.response.verdict,
    outcome: signal.outcome,
    tokens: tokensOf(detected),
    guardrail: guardrailOf(detected),
    goesOn,
  };
}

function guardrailOf({ interaction: { guardrail } }: Detected): Observation['guardrail'] {
  if (guardrail === undefined || guardrail.length === 0) return undefined;
  const against = guardrail.filter(({ verdict }) => objects(verdict));
  return {
    objections: new Set(against.map(({ policy }) => policy)).size,
    blocked: against.some(({ verdict }) => blocks(verdict)),
  };
}

/** What the user says in the current turn. */
export function askOf({ interaction: { messages } }: Pick<Detected, 'interaction'>): string {
  return messages
    .slice(currentTurnStart(messages))
    .filter(({ role }) => role === 'user')
    .map(({ content }) => content)
    .join('\n');
}

function tokensOf({ interaction: { inputTokens, outputTokens, messages, response } }: Detected): number {
  const inCharacters = messages.reduce((sum, { content }) => sum + content.length, 0);
  const outCharacters = response?.content.length ?? 0;
  return (
    (inputTokens ?? Math.round(inCharacters / charactersOfAToken)) +
    (outputTokens ?? Math.round(outCharacters / charactersOfAToken))
  );
}
