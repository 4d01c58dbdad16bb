import type { Sql } from '#database';
import { evidenceIdOf } from './attack-findings.js';
import type { Kept } from './keep-text.js';
import { storedOn } from './stored-on.js';

const insertStatement = `
  INSERT INTO evidence (evidence_id, model_key, interaction_id, actor, session, app, address, occurred_at, collected_at,
    analyzed_at, outcome, signal, body, source_topic, source_partition, source_offset,
    source_index, masked_topic, masked_partition, masked_offset, traceparent, stored_on, why_stored)
  SELECT id, model_key, interaction_id, actor, session, app, address, occurred_at, collected_at, clock_timestamp(), outcome,
    signal, body, source_topic, source_partition, source_offset, source_index, masked_topic, masked_partition,
    masked_offset, traceparent, stored_on, why_stored
  FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
    $8::text[], $9::jsonb[], $10::bytea[], $11::text[], $12::int[], $13::bigint[], $14::text[], $15::int[],
    $16::bigint[], $17::text[], $18::int[], $19::date[], $20::text[], $21::text[], $22::text[])
    AS row (id, model_key, interaction_id, actor, session, occurred_at, collected_at, outcome, signal, body,
      source_topic, source_partition, source_offset, masked_topic, masked_partition, masked_offset, traceparent,
      source_index, stored_on, why_stored, app, address)
  ON CONFLICT (evidence_id, stored_on) DO UPDATE SET why_stored = excluded.why_stored
  WHERE evidence.why_stored IN ('sample', 'all') AND excluded.why_stored IN ('flagged', 'context')`;

/**
 * Keeps interactions, masked as they are, each with the way back to its log event. One that is there already stays,
 * but for a stronger reason to keep it.
 */
export async function insertEvidence(tx: Sql, evidence: readonly Kept[]): Promise<void> {
  if (evidence.length === 0) return;
  const column = <T>(of: (kept: Kept) => T): T[] => evidence.map(of);
  await tx.rows(insertStatement, [
    column(evidenceIdOf),
    column(({ interaction }) => interaction.modelKey),
    column(({ interaction }) => interaction.id),
    column(({ interaction }) => interaction.actor ?? null),
    column(({ interaction }) => interaction.session ?? null),
    column(({ interaction }) => new Date(interaction.occurredAtMs)),
    column(({ collectedAtMs }) => new Date(collectedAtMs)),
    column(({ signal }) => signal.outcome),
    column(({ signal }) => JSON.stringify(signal)),
    column(({ record }) => record.value),
    column(({ source }) => source.topic),
    column(({ source }) => source.partition),
    column(({ source }) => source.offset),
    column(({ topic }) => topic),
    column(({ partition }) => partition),
    column(({ record }) => record.offset),
    column(({ traceparent }) => traceparent ?? null),
    column(({ source }) => source.index),
    column(storedOn),
    column(({ whyStored }) => whyStored),
    column(({ interaction }) => interaction.app ?? null),
    column(({ interaction }) => interaction.address ?? null),
  ]);
}
