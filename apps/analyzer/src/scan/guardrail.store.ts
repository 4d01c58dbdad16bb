import { headerNames } from '#contracts';
import type { Sql } from '#database';
import { headerText } from '#kafka';
import type { ParsedGuardrail } from './scanned.js';

/** Keeps verdicts of upstream guardrails, each with the way back to its log event. */
export async function insertGuardrailResults(tx: Sql, guardrails: readonly ParsedGuardrail[]): Promise<void> {
  const rows = guardrails.flatMap((one) =>
    one.guardrail.results.map((result, place) => ({ ...one, result, place })),
  );
  if (rows.length === 0) return;
  const column = <T>(of: (row: (typeof rows)[number]) => T): T[] => rows.map(of);
  await tx.rows(
    `INSERT INTO guardrail_results (interaction_id, tenant, policy, verdict, score, source_topic, source_partition,
       source_offset, source_index, place, stored_on)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::text[], $7::int[],
       $8::bigint[], $9::int[], $10::int[], $11::date[])
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
    ],
  );
}

/** The UTC day at which the broker had the log event: the same whenever the work is done again. */
function storedOn({ record }: ParsedGuardrail): string {
  const sourceMs = Number(headerText(record, headerNames.sourceTimestamp));
  return new Date(Number.isFinite(sourceMs) ? sourceMs : record.timestampMs).toISOString().slice(0, 10);
}
