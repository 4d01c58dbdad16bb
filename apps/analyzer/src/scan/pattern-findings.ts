import { type AttackFinding, attackFingerprint } from '#contracts';
import { type Pattern, describePattern, taxonomyOfPattern } from '#correlation';
import { taxonomyOf } from '#detection';
import { deterministicUuid } from '#kernel';
import { evidenceIdOf } from './attack-findings.js';
import type { Detected } from './scanned.js';

/** The finding that a pattern is, stated at the interaction that completed it; its evidence are all that took part. */
export function patternFinding(detected: Detected, pattern: Pattern): AttackFinding {
  const { interaction, traceparent } = detected;
  const { title, reason, severity, outcome } = describePattern(pattern);
  const { id, version } = interaction.model;
  const completedBy = evidenceIdOf(detected);
  const kind = pattern.kind === 'probing' ? `${pattern.kind}/${pattern.family}` : pattern.kind;
  return {
    kind: 'attack',
    findingId: deterministicUuid('finding', completedBy, kind),
    tenant: interaction.tenant,
    model: { key: interaction.modelKey, id, version },
    severity,
    fingerprint: attackFingerprint({ tenant: interaction.tenant, id, version }, pattern.kind),
    title,
    reason,
    occurredAtMs: interaction.occurredAtMs,
    traceparent,
    family: pattern.kind,
    outcome,
    taxonomy: pattern.kind === 'probing' ? taxonomyOf([pattern.family]) : taxonomyOfPattern(pattern.kind),
    actor: interaction.actor,
    evidenceIds: [...new Set([...pattern.members, completedBy])],
  };
}
