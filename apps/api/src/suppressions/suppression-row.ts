import type { Suppression } from './suppression.schema.js';

/** Columns of a suppression; `$1` is now. */
export const suppressionColumns = `s.*, b.hidden AS expected,
  CASE WHEN s.ended_at IS NOT NULL THEN 'ended' WHEN s.expires_at <= $1 THEN 'expired'
       WHEN s.approved_at IS NULL THEN 'proposed' ELSE 'active' END AS state,
  (SELECT count(*) FROM suppressed_findings f WHERE f.suppression_id = s.suppression_id) AS hidden`;

export interface SuppressionRow {
  readonly suppression_id: string;
  readonly tenant: string;
  readonly matchers: string[];
  readonly reason: string;
  readonly author: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly approved_by: string | null;
  readonly ended_by: string | null;
  readonly state: Suppression['state'];
  readonly expected: string;
  readonly hidden: string;
}

/** The suppression that a row holds. */
export function suppressionOf(row: SuppressionRow): Suppression {
  return {
    id: row.suppression_id,
    tenant: row.tenant,
    matchers: row.matchers,
    reason: row.reason,
    author: row.author,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    approvedBy: row.approved_by,
    endedBy: row.ended_by,
    state: row.state,
    expected: Number(row.expected),
    hidden: Number(row.hidden),
  };
}
