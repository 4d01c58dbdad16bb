import { randomUUID } from 'node:crypto';
import { type AttackFinding, type Severity, attackFingerprint } from '#contracts';
import type { Pipeline } from '../run-pipeline.js';

/** What was planted: every finding that Kafka acknowledged, and who must hear of each family. */
export interface Ledger {
  readonly acknowledged: AttackFinding[];
  /** Receivers by family: each is one Slack channel and one PagerDuty service. */
  readonly mustHear: Map<string, readonly string[]>;
}

export function emptyLedger(): Ledger {
  return { acknowledged: [], mustHear: new Map() };
}

const model = { key: 1, id: 'm', version: '1' };

/** An attack that succeeded; findings of one family are one incident. */
export function plantedFinding(family: string, severity: Severity = 'high'): AttackFinding {
  return {
    kind: 'attack',
    findingId: randomUUID(),
    tenant: 'default',
    model,
    severity,
    fingerprint: attackFingerprint({ tenant: 'default', id: 'm', version: '1' }, family),
    title: `${family} worked`,
    reason: 'because',
    occurredAtMs: Date.now(),
    family,
    outcome: 'complied',
    evidenceIds: [],
  };
}

/** Sends findings and writes those that Kafka acknowledged into the ledger. */
export async function plant(
  pipeline: Pipeline,
  ledger: Ledger,
  findings: readonly AttackFinding[],
): Promise<void> {
  await pipeline.producer.send(
    pipeline.topics.findings,
    findings.map((one) => ({ key: one.fingerprint, value: JSON.stringify(one) })),
  );
  ledger.acknowledged.push(...findings);
  for (const { family } of findings) {
    if (!ledger.mustHear.has(family)) ledger.mustHear.set(family, ['default', 'pager']);
  }
}

/** The one model that planted findings are about. */
export async function plantModel(pipeline: Pipeline): Promise<void> {
  await pipeline.database.rows(
    `INSERT INTO models (tenant, model_id, version, kind) VALUES ('default', 'm', '1', 'tuned')`,
  );
}
