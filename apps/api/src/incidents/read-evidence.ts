import type { Interaction, Outcome, Signal } from '#contracts';
import type { Sql } from '#database';
import type { IncidentDetail } from './incident.schema.js';

type Evidence = IncidentDetail['evidence'][number];
type Turn = Evidence['turns'][number];

const mostEvidence = 20;
/** A response is long enough to read, and short enough to send: what is cut can be found in Kafka. */
const longestTurn = 20_000;

interface EvidenceRow {
  readonly evidence_id: string;
  readonly interaction_id: string;
  readonly occurred_at: Date;
  readonly outcome: Outcome;
  readonly actor: string | null;
  readonly session: string | null;
  readonly signal: Signal;
  readonly body: Buffer;
  readonly source_topic: string;
  readonly source_partition: number;
  readonly source_offset: string;
  readonly masked_topic: string;
  readonly masked_partition: number;
  readonly masked_offset: string;
  readonly traceparent: string | null;
}

/** The flagged interactions of an incident, the newest first. */
export async function readEvidence(sql: Sql, incidentId: string): Promise<Evidence[]> {
  const rows = await sql.rows<EvidenceRow>(
    `SELECT DISTINCT e.* FROM incident_findings f
       JOIN finding_evidence USING (finding_id) JOIN evidence e USING (evidence_id)
     WHERE f.incident_id = $1 ORDER BY e.occurred_at DESC, e.evidence_id LIMIT ${mostEvidence}`,
    [incidentId],
  );
  return rows.map((row) => ({
    id: row.evidence_id,
    interactionId: row.interaction_id,
    occurredAt: row.occurred_at.toISOString(),
    outcome: row.outcome,
    actor: row.actor,
    session: row.session,
    score: row.signal.attack.score,
    rules: row.signal.attack.rules,
    verdict: row.signal.response.verdict,
    turns: turnsOf(JSON.parse(row.body.toString('utf8')) as Interaction, row.signal),
    source: { topic: row.source_topic, partition: row.source_partition, offset: row.source_offset },
    masked: { topic: row.masked_topic, partition: row.masked_partition, offset: row.masked_offset },
    traceparent: row.traceparent,
  }));
}

/** System prompt, messages and response as one conversation, each with the spans that rules matched in it. */
function turnsOf({ system, messages, response }: Interaction, { attack }: Signal): Turn[] {
  const turn = (role: string, content: string, index: number): Turn => ({
    role,
    content: content.slice(0, longestTurn),
    spans: attack.spans
      .filter((span) => span.message === index && span.end <= longestTurn)
      .map(({ ruleId, start, end }) => ({ ruleId, start, end })),
  });
  return [
    ...(system === undefined ? [] : [turn('system', system, -1)]),
    ...messages.map(({ role, content }, index) => turn(role, content, index)),
    ...(response === undefined ? [] : [turn('response', response.content, -2)]),
  ];
}
