import type { Finding } from '#contracts';
import type { Sql } from './database.js';

/**
 * Writes findings to their outbox; the relay sends them on. One that is there already stays as it is. Their evidence
 * must be written before.
 */
export async function insertFindings(tx: Sql, findings: readonly Finding[]): Promise<void> {
  for (const finding of findings) {
    await tx.rows(
      `INSERT INTO findings (finding_id, kind, tenant, model_key, severity, fingerprint, title, occurred_at, body)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (finding_id) DO NOTHING`,
      [
        finding.findingId,
        finding.kind,
        finding.tenant,
        finding.model?.key,
        finding.severity,
        finding.fingerprint,
        finding.title,
        new Date(finding.occurredAtMs),
        JSON.stringify(finding),
      ],
    );
  }
  await linkEvidence(tx, findings);
}

/** Each id is looked up by itself: a plan that reads whole days of evidence for it would be slower. */
async function linkEvidence(tx: Sql, findings: readonly Finding[]): Promise<void> {
  const links = findings.flatMap(({ findingId, evidenceIds }) => evidenceIds.map((id) => [findingId, id]));
  if (links.length === 0) return;
  await tx.rows(
    `INSERT INTO finding_evidence (finding_id, evidence_id, stored_on)
     SELECT link.finding_id, link.evidence_id, kept.stored_on
     FROM unnest($1::uuid[], $2::uuid[]) AS link (finding_id, evidence_id)
       CROSS JOIN LATERAL (SELECT stored_on FROM evidence e WHERE e.evidence_id = link.evidence_id LIMIT 1) kept
     ON CONFLICT DO NOTHING`,
    [links.map(([findingId]) => findingId), links.map(([, evidenceId]) => evidenceId)],
  );
}

/** A finding that Kafka has not acknowledged yet. */
interface UnrelayedFinding {
  readonly finding_id: string;
  readonly fingerprint: string;
  readonly body: Finding;
}

/** The oldest findings that wait for the relay, claimed until the transaction ends; others are left to other relays. */
export function claimUnrelayed(tx: Sql, limit: number): Promise<UnrelayedFinding[]> {
  return tx.rows<UnrelayedFinding>(
    `SELECT finding_id, fingerprint, body FROM findings WHERE relayed_at IS NULL
     ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [limit],
  );
}

export async function markRelayed(tx: Sql, findingIds: readonly string[]): Promise<void> {
  await tx.rows(`UPDATE findings SET relayed_at = clock_timestamp() WHERE finding_id = ANY($1::uuid[])`, [
    findingIds,
  ]);
}
