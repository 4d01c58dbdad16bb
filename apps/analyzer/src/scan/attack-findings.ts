import {
  type AttackFinding,
  type Outcome,
  type Severity,
  type SourceCoordinates,
  attackFingerprint,
  severities,
} from '#contracts';
import { taxonomyOf } from '#detection';
import { deterministicUuid } from '#kernel';
import type { Detected } from './scanned.js';

/** The stored evidence of an interaction: the same log event always has the same id. */
export function evidenceIdOf({ source }: Pick<Detected, 'source'>): string {
  return deterministicUuid('evidence', ...partsOf(source));
}

/** The first record of a message is named as the message is. */
function partsOf({ topic, partition, offset, index }: SourceCoordinates): (string | number)[] {
  return [topic, partition, offset, ...(index === 0 ? [] : [index])];
}

/**
 * The finding that an interaction is: one where a flagged attack got what it asked for, none otherwise. Refused
 * attempts are counted and kept as evidence; a single one is nobody's task.
 */
export function attackFindings(detected: Detected): readonly AttackFinding[] {
  const { interaction, signal, source, traceparent } = detected;
  const { outcome, attack } = signal;
  const family = Object.keys(attack.families)[0];
  if ((outcome !== 'complied' && outcome !== 'leaked') || family === undefined) return [];
  const { id, version } = interaction.model;
  return [
    {
      kind: 'attack',
      findingId: deterministicUuid('finding', ...partsOf(source), family),
      tenant: interaction.tenant,
      model: { key: interaction.modelKey, id, version },
      severity: severityOf(attack.severity, outcome),
      fingerprint: attackFingerprint({ tenant: interaction.tenant, id, version }, family),
      title: titleOf(detected, family),
      reason: reasonOf(detected, family),
      occurredAtMs: interaction.occurredAtMs,
      traceparent,
      family,
      outcome,
      taxonomy: taxonomyOf([family]),
      actor: interaction.actor,
      evidenceIds: [evidenceIdOf(detected)],
    },
  ];
}

function severityOf(severity: Severity, outcome: Outcome): Severity {
  const least: Severity = outcome === 'leaked' ? 'critical' : 'low';
  return severities.indexOf(severity) > severities.indexOf(least) ? severity : least;
}

/** The families that detection gives to a response that repeats its system prompt, or what it was tuned on. */
const promptLeak = 'system-prompt-leak';
const corpusLeak = 'training-data-leak';

function titleOf({ signal }: Detected, family: string): string {
  if (signal.outcome === 'complied') return `${inWords(family)} worked`;
  if (promptLeak in signal.attack.families) return 'System prompt leaked';
  return corpusLeak in signal.attack.families
    ? 'Training data leaked'
    : `Secret leaked after ${inWords(family)}`;
}

/** `system-prompt-extraction` as people say it. */
function inWords(family: string): string {
  const words = family.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function reasonOf(detected: Detected, family: string): string {
  const { attack } = detected.signal;
  const rules =
    attack.rules.length === 0
      ? 'no rule matched, trained heads or the answer show it'
      : `found by ${attack.rules.join(', ')}`;
  const disguises = attack.decodings.filter((name) => name !== 'truncated');
  const disguise = disguises.length === 0 ? '' : `, hidden by ${disguises.join(', ')}`;
  const sure = `score ${attack.score}, threshold ${detected.threshold}`;
  return `${titleOf(detected, family)}: ${whatHappened(detected.signal)} (${rules}${disguise}, ${sure}).`;
}

function whatHappened({ attack, leaks }: Detected['signal']): string {
  const parts = [
    ...(promptLeak in attack.families
      ? [`the answer repeats ${leaks.systemPromptRunWords} words of the system prompt in a row`]
      : []),
    ...(corpusLeak in attack.families
      ? [`the answer repeats ${leaks.trainingDataRunWords} words of the tuning corpus in a row`]
      : []),
    ...(leaks.secrets.length > 0 ? [`the answer holds new secrets (${leaks.secrets.join(', ')})`] : []),
    ...(leaks.pii.length > 0 ? [`the answer holds new personal data (${leaks.pii.join(', ')})`] : []),
  ];
  return parts.length === 0 ? 'the model did what it was asked instead of refusing' : parts.join(' and ');
}
