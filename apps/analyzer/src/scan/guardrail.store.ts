import type { Sql } from '#database';
import type { ParsedGuardrail } from './scanned.js';
import { storedOn } from './stored-on.js';

/** Keeps verdicts of upstream guardrails, each with the way back to its log event. */
export async function insertGuardrailResults(tx: Sql, guardrails: readonly ParsedGuardrail[]): Promise<void> {
  const rows = guardrails.flatMap((one) =>
    one.guardrail.results.map((result, place) => ({ ...one, result, place })),
  );
  if (rows.length === 0) return;
  const column = <T>(of: (row: (typeof rows)[number]) => T): T[] => rows.map(of);
  await tx.rows(
    `INSERT INTO guardrail_results (interaction_id, tenant, policy, verdict, score, source_topic, source_partition,
       source_offset, source_index, place, stored_on, traceparent)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::text[], $7::int[],
       $8::bigint[], $9::int[], $10::int[], $11::date[], $12::text[])
     ON CONFLICT DO NOTHING`,
    [
      column(({ guardrail }) => guardrail.interactionId),
      column(({ guardrail }) => guardrail.tenant),
      column(({ result }) => result.policy),
      column(({ result }) => result.verdict),
      column(({ result }) => result.score ?? null),
      column(({ source }) => source.topic),
      column(({ source }) => source.partition),
      column(({ source }) => source.offset),
      column(({ source }) => source.index),
      column(({ place }) => place),
      column(storedOn),
      column(({ traceparent }) => traceparent ?? null),
    ],
  );
}
