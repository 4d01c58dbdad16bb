import type { Outcome, Signal } from '#contracts';
import type { Database } from '#database';
import { z } from 'zod';
import type { Login } from '../auth/login.js';
import { pageOfRows, readCursor } from '../http/cursor.js';
import { microseconds } from '../http/page.schema.js';
import type { SignalItem, signalQuerySchema } from './signal.schema.js';

const placeSchema = z.tuple([microseconds, z.uuid()]);

interface SignalRow {
  readonly evidence_id: string;
  readonly interaction_id: string;
  readonly tenant: string;
  readonly model_id: string;
  readonly version: string;
  readonly occurred_at: Date;
  /** Microseconds since the epoch: a Date would round. */
  readonly occurred_us: string;
  readonly actor: string | null;
  readonly session: string | null;
  readonly outcome: Outcome;
  readonly signal: Signal;
  readonly source_topic: string;
  readonly source_partition: number;
  readonly source_offset: string;
  readonly source_index: number;
  readonly finding_ids: string[];
}

const statement = `
  SELECT e.evidence_id, (extract(epoch FROM e.occurred_at) * 1000000)::bigint AS occurred_us, e.interaction_id, m.tenant, m.model_id, m.version, e.occurred_at, e.actor, e.session, e.outcome,
    e.signal, e.source_topic, e.source_partition, e.source_offset, e.source_index,
    ARRAY(SELECT f.finding_id FROM finding_evidence f
      WHERE f.evidence_id = e.evidence_id AND f.stored_on = e.stored_on ORDER BY f.finding_id) AS finding_ids
  FROM evidence e JOIN models m USING (model_key)
  WHERE e.why_stored = 'flagged' AND e.signal #>> '{attack,flagged}' = 'true'
    AND ($1::text IS NULL OR m.model_id = $1) AND ($2::text IS NULL OR m.version = $2)
    AND ($3::text IS NULL OR e.outcome = $3)
    AND ($4::text IS NULL OR jsonb_exists(e.signal #> '{attack,families}', $4))
    AND ($5::text IS NULL OR jsonb_exists(e.signal #> '{attack,rules}', $5))
    AND ($6::text IS NULL OR e.actor = $6) AND ($7::text IS NULL OR e.session = $7)
    AND ($8::timestamptz IS NULL OR e.occurred_at >= $8) AND ($9::timestamptz IS NULL OR e.occurred_at < $9)
    AND ($10::bigint IS NULL OR (e.occurred_at, e.evidence_id) <
      ('epoch'::timestamptz + $10::bigint * interval '1 microsecond', $11::uuid))
    AND ($13::text IS NULL OR m.tenant = $13)
  ORDER BY e.occurred_at DESC, e.evidence_id DESC LIMIT $12`;

/** Reads the list of flagged interactions. */
export class SignalsQuery {
  constructor(private readonly database: Database) {}

  async page(
    query: z.infer<typeof signalQuerySchema>,
    { tenant }: Login,
  ): Promise<{ items: SignalItem[]; next: string | null }> {
    const [afterUs, afterId] = readCursor(query.cursor, placeSchema) ?? [null, null];
    const rows = await this.database.rows<SignalRow>(statement, [
      query.model,
      query.version,
      query.outcome,
      query.family,
      query.rule,
      query.actor,
      query.session,
      query.since,
      query.until,
      afterUs,
      afterId,
      query.limit + 1,
      tenant,
    ]);
    return pageOfRows(rows, query.limit, {
      item: signalOf,
      place: (row) => [row.occurred_us, row.evidence_id],
    });
  }
}

function signalOf(row: SignalRow): SignalItem {
  const { score, severity, families, rules, decodings } = row.signal.attack;
  return {
    id: row.evidence_id,
    interactionId: row.interaction_id,
    tenant: row.tenant,
    model: { id: row.model_id, version: row.version },
    occurredAt: row.occurred_at.toISOString(),
    actor: row.actor,
    session: row.session,
    outcome: row.outcome,
    score,
    severity,
    families,
    rules,
    decodings,
    source: {
      topic: row.source_topic,
      partition: row.source_partition,
      offset: row.source_offset,
      index: row.source_index,
    },
    findingIds: row.finding_ids,
  };
}
