import type { IncidentStatus, Interaction, Labels, Outcome, Severity } from '#contracts';
import { type Sql, labelsOfIncident } from '#database';

/** What a message about an incident is made of. */
export interface IncidentView {
  readonly incidentId: string;
  readonly number: string;
  readonly kind: string;
  readonly family: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly outcome: Outcome | null;
  readonly title: string;
  readonly reason: string;
  readonly findingCount: number;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  /** null: it concerns no one model. */
  readonly model: string | null;
  /** The newest flagged message, masked; the attacker's words. */
  readonly excerpt: string | null;
  /** What routes, silences and inhibitions match. */
  readonly labels: Labels;
  readonly assignee: string | null;
  /** What was merged into it, by number and model, the oldest first; some of it where that is much. */
  readonly parts: readonly string[];
  /** The newest of what happened to it, the oldest first. */
  readonly history: readonly HistoryEntry[];
}

/** A row of the timeline, in words. */
export interface HistoryEntry {
  readonly entryId: string;
  readonly at: Date;
  readonly event: string;
  readonly why: string;
}

const longestHistory = 20;
const mostParts = 20;

interface ViewRow {
  readonly incident_id: string;
  readonly number: string;
  readonly kind: string;
  readonly family: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly outcome: Outcome | null;
  readonly title: string;
  readonly reason: string;
  readonly finding_count: string;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly model_id: string | null;
  readonly version: string | null;
  readonly body: Buffer | null;
  readonly tenant: string;
  readonly assignee: string | null;
  readonly parts: readonly string[] | null;
}

/** An incident as it is now. Throws where there is none: a notification never outlives its incident. */
export async function readIncidentView(sql: Sql, incidentId: string): Promise<IncidentView> {
  const [row] = await sql.rows<ViewRow>(
    `SELECT i.*, m.model_id, m.version,
       (SELECT e.body FROM incident_findings f
          JOIN finding_evidence USING (finding_id) JOIN evidence e USING (evidence_id, stored_on)
        WHERE f.incident_id = i.incident_id ORDER BY e.occurred_at DESC LIMIT 1) AS body,
       (SELECT array_agg(part) FROM (
          SELECT concat_ws(' ', 'INC-' || p.number, pm.model_id, pm.version) AS part
          FROM incidents p LEFT JOIN models pm USING (model_key)
          WHERE p.merged_into = i.incident_id ORDER BY p.number LIMIT ${mostParts}) AS listed) AS parts
     FROM incidents i LEFT JOIN models m USING (model_key) WHERE i.incident_id = $1`,
    [incidentId],
  );
  if (row === undefined) throw new TypeError('a notification without its incident');
  const history = await readHistory(sql, incidentId);
  return {
    incidentId: row.incident_id,
    number: row.number,
    kind: row.kind,
    family: row.family,
    severity: row.severity,
    status: row.status,
    outcome: row.outcome,
    title: row.title,
    reason: row.reason,
    findingCount: Number(row.finding_count),
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    model: row.model_id === null ? null : `${row.model_id} ${row.version}`,
    excerpt: row.body === null ? null : lastUserMessage(row.body),
    labels: labelsOfIncident(row),
    assignee: row.assignee,
    parts: row.parts ?? [],
    history,
  };
}

async function readHistory(sql: Sql, incidentId: string): Promise<readonly HistoryEntry[]> {
  const rows = await sql.rows<{ entry_id: string; at: Date; event: string; why: string | null }>(
    `SELECT entry_id, at, event, detail ->> 'why' AS why FROM incident_timeline
     WHERE incident_id = $1 AND event <> 'delivery-failed' ORDER BY entry_id DESC LIMIT ${longestHistory}`,
    [incidentId],
  );
  return rows
    .reverse()
    .map(({ entry_id: entryId, at, event, why }) => ({ entryId, at, event, why: why ?? '' }));
}

function lastUserMessage(body: Buffer): string | null {
  const { messages } = JSON.parse(body.toString('utf8')) as Pick<Interaction, 'messages'>;
  return messages.findLast(({ role }) => role !== 'assistant')?.content ?? null;
}
