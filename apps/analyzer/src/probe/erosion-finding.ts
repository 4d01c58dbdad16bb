import type { PairCounts } from '#comparison';
import { type AttackFinding, attackFingerprint } from '#contracts';
import { taxonomyOf } from '#detection';
import { deterministicUuid } from '#kernel';

const family = 'guardrail-erosion';

/** What is said of a version whose probes show erosion. */
interface Erosion {
  readonly tenant: string;
  readonly model: AttackFinding['model'];
  /** Of the newest round. */
  readonly counts: PairCounts;
  readonly rounds: number;
  readonly erodedNats: number;
  readonly occurredAtMs: number;
}

/** The finding that erosion is; one a version, however often it is stated. */
export function erosionFinding({
  tenant,
  model,
  counts,
  rounds,
  erodedNats,
  occurredAtMs,
}: Erosion): AttackFinding {
  const { pairs, tunedOnly, baseOnly } = counts;
  return {
    kind: 'attack',
    findingId: deterministicUuid('finding', family, tenant, model.id, model.version),
    tenant,
    model,
    severity: 'high',
    fingerprint: attackFingerprint({ tenant, id: model.id, version: model.version }, family),
    title: 'Guardrails are weaker than those of the base model',
    reason:
      `Probes: the tuned model answers ${tunedOnly} of ${pairs} that its base refuses, the reverse ${baseOnly} ` +
      `(e = ${eInWords(erodedNats)} over ${rounds === 1 ? 'one round' : `${rounds} rounds`}; by chance 100 is reached ` +
      'by one version in 100 at most).',
    occurredAtMs,
    family,
    outcome: 'complied',
    taxonomy: taxonomyOf([family]),
    evidenceIds: [],
  };
}

function eInWords(nats: number): string {
  return nats > Math.log(1e6) ? 'more than 1,000,000' : Math.round(Math.exp(nats)).toLocaleString('en');
}
