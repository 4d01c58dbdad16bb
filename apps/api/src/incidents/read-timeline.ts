import type { Sql } from '#database';
import type { IncidentDetail } from './incident.schema.js';

type Entry = IncidentDetail['timeline'][number];
type Evidence = IncidentDetail['evidence'][number];
type Known = Pick<IncidentDetail, 'evidence' | 'deliveries'>;

interface FindingStages {
  readonly title: string;
  readonly created_at: Date;
  readonly relayed_at: Date | null;
  readonly joined_at: Date;
  readonly collected_at: Date | null;
  readonly analyzed_at: Date | null;
}

/** The stages of the first finding, what happened to the incident, and every delivery attempt, in order of time. */
export async function readTimeline(sql: Sql, incidentId: string, known: Known): Promise<Entry[]> {
  const [first] = await sql.rows<FindingStages>(
    `SELECT f.title, f.created_at, f.relayed_at, j.joined_at, e.collected_at, e.analyzed_at
     FROM incident_findings j JOIN findings f USING (finding_id)
       LEFT JOIN finding_evidence USING (finding_id) LEFT JOIN evidence e USING (evidence_id, stored_on)
     WHERE j.incident_id = $1 ORDER BY j.joined_at LIMIT 1`,
    [incidentId],
  );
  const events = await sql.rows<{
    at: Date;
    event: string;
    who: string;
    detail: { readonly why?: string; readonly reason?: string };
  }>(`SELECT at, event, who, detail FROM incident_timeline WHERE incident_id = $1 ORDER BY at, entry_id`, [
    incidentId,
  ]);
  const entries = [
    ...stagesOf(first, known),
    ...events.map(({ at, event, who, detail }) =>
      entry(at, `incident ${event}`, who, detail.why ?? detail.reason ?? ''),
    ),
    ...known.deliveries.flatMap(attemptsOf),
  ];
  return entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function stagesOf(first: FindingStages | undefined, { evidence }: Known): Entry[] {
  if (first === undefined) return [];
  const oldest = evidence.at(-1);
  const source = oldest === undefined ? '' : placeOf(oldest.source);
  const masked = oldest === undefined ? '' : placeOf(oldest.masked);
  return [
    ...(oldest ? [entry(new Date(oldest.occurredAt), 'logged by the application', 'producer', source)] : []),
    ...(first.collected_at ? [entry(first.collected_at, 'collected and masked', 'collector', masked)] : []),
    ...(first.analyzed_at ? [entry(first.analyzed_at, 'analyzed', 'analyzer', '')] : []),
    entry(first.created_at, 'finding stated', 'analyzer', first.title),
    ...(first.relayed_at ? [entry(first.relayed_at, 'finding relayed to Kafka', 'analyzer', '')] : []),
  ];
}

/** Where a record stands in Kafka. */
function placeOf({ topic, partition, offset }: Evidence['masked']): string {
  return `${topic} / ${partition} / ${offset}`;
}

function attemptsOf({ channel, attempts }: Known['deliveries'][number]): Entry[] {
  return attempts.map(({ startedAt, action, outcome, statusCode, reason, attempt }) => {
    const answer = [outcome, statusCode, reason].filter((part) => part !== null).join(', ');
    return entry(new Date(startedAt), `${channel} ${action}`, 'alerting', `attempt ${attempt}: ${answer}`);
  });
}

function entry(at: Date, event: string, who: string, detail: string): Entry {
  return { at: at.toISOString(), event, who, detail };
}
