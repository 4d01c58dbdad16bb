import type { Interaction, Outcome, Signal } from '#contracts';
import type { Sql } from '#database';
import { makeViews } from '#detection';
import type { IncidentDetail } from './incident.schema.js';

type Evidence = IncidentDetail['evidence'][number];
type Turn = Evidence['turns'][number];
type GuardrailResult = Evidence['guardrail'][number];

const mostEvidence = 20;
/** A response is long enough to read, and short enough to send: what is cut can be found in Kafka. */
const longestTurn = 20_000;

/** A decoding is shown beside the text that it stands in. */
const longestDecoded = 4_000;
const plainReadings: ReadonlySet<string> = new Set(['raw', 'normalised', 'prose']);

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
  readonly source_index: number;
  readonly guardrail: readonly GuardrailResult[];
  readonly sealed: boolean;
  readonly masked_topic: string;
  readonly masked_partition: number;
  readonly masked_offset: string;
  readonly traceparent: string | null;
}

/** The flagged interactions of an incident, the newest first; with what was said where `withText`. */
export async function readEvidence(sql: Sql, incidentId: string, withText: boolean): Promise<Evidence[]> {
  const rows = await sql.rows<EvidenceRow>(
    `SELECT e.*,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('policy', g.policy, 'verdict', g.verdict, 'score', g.score)), '[]')
        FROM guardrail_results g WHERE g.tenant = m.tenant AND g.interaction_id = e.interaction_id) AS guardrail,
       EXISTS (SELECT FROM vault_entries v WHERE v.evidence_id = e.evidence_id AND v.stored_on = e.stored_on) AS sealed
     FROM evidence e JOIN models m USING (model_key)
     WHERE (e.evidence_id, e.stored_on) IN (
       SELECT evidence_id, stored_on FROM incident_findings JOIN finding_evidence USING (finding_id) WHERE incident_id = $1)
     ORDER BY e.occurred_at DESC, e.evidence_id LIMIT ${mostEvidence}`,
    [incidentId],
  );
  return rows.map((row) => evidenceOf(row, withText));
}

function evidenceOf(row: EvidenceRow, withText: boolean): Evidence {
  const interaction = JSON.parse(row.body.toString('utf8')) as Interaction;
  return {
    id: row.evidence_id,
    interactionId: row.interaction_id,
    occurredAt: row.occurred_at.toISOString(),
    outcome: row.outcome,
    actor: row.actor,
    session: row.session,
    score: row.signal.attack.score,
    rules: row.signal.attack.rules,
    verdict: row.signal.response.verdict,
    textShown: withText,
    turns: withText ? turnsOf(interaction, row.signal) : [],
    guardrail: [...(interaction.guardrail ?? []).map(withScore), ...row.guardrail],
    sealed: row.sealed,
    source: {
      topic: row.source_topic,
      partition: row.source_partition,
      offset: row.source_offset,
      index: row.source_index,
    },
    masked: { topic: row.masked_topic, partition: row.masked_partition, offset: row.masked_offset },
    traceparent: row.traceparent,
  };
}

function withScore({
  policy,
  verdict,
  score,
}: NonNullable<Interaction['guardrail']>[number]): GuardrailResult {
  return { policy, verdict, score: score ?? null };
}

/** System prompt, messages and response as one conversation, each with the spans that rules matched in it. */
function turnsOf({ system, messages, response }: Interaction, { attack }: Signal): Turn[] {
  const turn = (role: string, content: string, index: number, where: Turn['where'] = null): Turn => ({
    role,
    where,
    content: content.slice(0, longestTurn),
    decoded: decodedOf(content.slice(0, longestTurn)),
    spans: attack.spans
      .filter((span) => span.message === index && span.end <= longestTurn)
      .map(({ ruleId, start, end }) => ({ ruleId, start, end })),
  });
  return [
    ...(system === undefined ? [] : [turn('system', system, -1)]),
    ...messages.map(({ role, content, where }, index) => turn(role, content, index, where)),
    ...(response === undefined ? [] : [turn('response', response.content, -2), ...callsOf(response)]),
  ];
}

/** What is hidden in a text, as the rules read it. */
function decodedOf(content: string): Turn['decoded'] {
  return makeViews(content)
    .filter(({ name }) => !plainReadings.has(name))
    .map(({ name, text }) => ({ how: name, text: text.slice(0, longestDecoded) }));
}

function callsOf({ toolCalls = [] }: NonNullable<Interaction['response']>): Turn[] {
  return toolCalls.map((call) => ({
    role: 'tool call',
    where: null,
    content: call.slice(0, longestTurn),
    decoded: decodedOf(call.slice(0, longestTurn)),
    spans: [],
  }));
}
