/** A table that is kept in one partition a day (UTC). */
export interface PartitionedTable {
  readonly name: string;
  /** The column that says the day; a `date`, or a `timestamptz`. */
  readonly column: string;
  readonly type: 'date' | 'timestamptz';
  /** Which of the two times of keeping holds for it. */
  readonly keeps: 'text' | 'counters';
  /** SQL that is true of a row, `r`, that a legal hold keeps; absent where none can. */
  readonly isHeld?: string;
}

const heldEvidence = `EXISTS (SELECT FROM held_evidence h WHERE h.evidence_id = r.evidence_id)`;

/** Every table in day partitions. To add one: a line here, and a default partition in a migration. */
export const partitionedTables: readonly PartitionedTable[] = [
  { name: 'vault_entries', column: 'stored_on', type: 'date', keeps: 'text', isHeld: heldEvidence },
  {
    name: 'guardrail_results',
    column: 'stored_on',
    type: 'date',
    keeps: 'text',
    isHeld: `EXISTS (SELECT FROM held_evidence h
      JOIN evidence e ON e.evidence_id = h.evidence_id AND e.stored_on = h.stored_on JOIN models m USING (model_key)
      WHERE m.tenant = r.tenant AND e.interaction_id = r.interaction_id)`,
  },
  { name: 'evidence', column: 'stored_on', type: 'date', keeps: 'text', isHeld: heldEvidence },
  { name: 'dead_letters', column: 'received_on', type: 'date', keeps: 'text' },
  { name: 'buckets', column: 'minute', type: 'timestamptz', keeps: 'counters' },
  { name: 'session_units', column: 'emitted_minute', type: 'timestamptz', keeps: 'counters' },
];
