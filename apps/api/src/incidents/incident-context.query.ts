import type { IncidentStatus, Interaction, Severity } from '#contracts';
import { type Database, locateIncident } from '#database';
import type { Login } from '../auth/login.js';
import type { IncidentContext, Related } from './incident-context.schema.js';
import { interactionFields } from './interaction-fields.js';
import { type Fields, rareValues } from './rare-values.js';

const relatedDays = 30;
const peerDays = 7;
const mostPeers = 500;
const mostSubjects = 20;
const mostRelated = 20;

interface Subject {
  readonly incident_id: string;
  readonly model_key: number | null;
  readonly last_seen_at: Date;
}

interface RelatedRow {
  readonly incident_id: string;
  readonly number: string;
  readonly title: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly last_seen_at: Date;
  readonly by: Related['by'];
}

/** Reads what stands around an incident: what is rare in it, and what is like it. */
export class IncidentContextQuery {
  constructor(private readonly database: Database) {}

  async find(idOrNumber: string, { tenant }: Login): Promise<IncidentContext | undefined> {
    const [subject] = await this.database.rows<Subject>(
      `SELECT incident_id, model_key, last_seen_at FROM incidents WHERE incident_id = $1`,
      [(await locateIncident(this.database, idOrNumber, tenant))?.incidentId],
    );
    if (subject === undefined) return undefined;
    const [rare, related] = await Promise.all([this.#rare(subject), this.#related(subject)]);
    return { ...rare, related };
  }

  async #rare(subject: Subject): Promise<Pick<IncidentContext, 'rare' | 'peers'>> {
    const own = await this.#fields(
      `SELECT e.body FROM incident_findings JOIN finding_evidence USING (finding_id)
         JOIN evidence e USING (evidence_id, stored_on)
       WHERE incident_id = $1 ORDER BY e.occurred_at DESC LIMIT ${mostSubjects}`,
      [subject.incident_id],
    );
    if (own.length === 0) return { rare: [], peers: 0 };
    const until = subject.last_seen_at;
    const peers = await this.#fields(
      `SELECT e.body FROM evidence e
       WHERE e.model_key = $1 AND e.why_stored IN ('sample', 'all')
         AND e.stored_on >= ($2::timestamptz AT TIME ZONE 'UTC')::date AND e.occurred_at BETWEEN $2 AND $3
       ORDER BY e.occurred_at DESC LIMIT ${mostPeers}`,
      [subject.model_key, new Date(until.getTime() - peerDays * 86_400_000), until],
    );
    return { rare: [...rareValues(own, peers)], peers: peers.length };
  }

  async #fields(
    statement: string,
    parameters: readonly (string | number | Date | null)[],
  ): Promise<Fields[]> {
    const rows = await this.database.rows<{ body: Buffer }>(statement, parameters);
    return rows.map(({ body }) => interactionFields(JSON.parse(body.toString('utf8')) as Interaction));
  }

  async #related({ incident_id, last_seen_at }: Subject): Promise<Related[]> {
    const since = new Date(last_seen_at.getTime() - relatedDays * 86_400_000);
    const rows = await this.database.rows<RelatedRow>(relatedStatement, [incident_id, since]);
    return rows.map(({ incident_id: id, number, title, severity, status, last_seen_at: at, by }) => ({
      id,
      number: Number(number),
      title,
      severity,
      status,
      lastSeenAt: at.toISOString(),
      by,
    }));
  }
}

/**
 * Sharing a session is closest, then a campaign, an actor, an address, then family and model. Of the last two the newest
 * few are enough. A campaign has the interactions of all its incidents as its evidence.
 */
const relatedStatement = `
  WITH mine AS (
    SELECT DISTINCT e.actor, e.session, e.address FROM incident_findings JOIN finding_evidence USING (finding_id)
      JOIN evidence e USING (evidence_id, stored_on)
    WHERE incident_id = $1 LIMIT 50),
  campaigns AS (
    SELECT DISTINCT f.finding_id FROM incident_findings mine JOIN finding_evidence own ON own.finding_id = mine.finding_id
      JOIN finding_evidence shared ON shared.evidence_id = own.evidence_id AND shared.stored_on = own.stored_on
      JOIN findings f ON f.finding_id = shared.finding_id
    WHERE mine.incident_id = $1 AND starts_with(f.fingerprint, 'campaign/') LIMIT 20),
  same AS (
    SELECT j.incident_id, 'actor' AS by FROM evidence e JOIN finding_evidence USING (evidence_id, stored_on)
      JOIN incident_findings j USING (finding_id)
    WHERE e.actor IN (SELECT actor FROM mine) AND e.stored_on >= ($2::timestamptz AT TIME ZONE 'UTC')::date
    UNION
    SELECT j.incident_id, 'session' FROM evidence e JOIN finding_evidence USING (evidence_id, stored_on)
      JOIN incident_findings j USING (finding_id)
    WHERE e.session IN (SELECT session FROM mine) AND e.stored_on >= ($2::timestamptz AT TIME ZONE 'UTC')::date
    UNION
    SELECT j.incident_id, 'address' FROM evidence e JOIN finding_evidence USING (evidence_id, stored_on)
      JOIN incident_findings j USING (finding_id)
    WHERE e.address IN (SELECT address FROM mine) AND e.stored_on >= ($2::timestamptz AT TIME ZONE 'UTC')::date
    UNION
    SELECT j.incident_id, 'cluster' FROM campaigns JOIN finding_evidence c ON c.finding_id = campaigns.finding_id
      JOIN finding_evidence e ON e.evidence_id = c.evidence_id AND e.stored_on = c.stored_on
      JOIN incident_findings j ON j.finding_id = e.finding_id
    UNION
    (SELECT i.incident_id, 'model' FROM incidents i JOIN incidents me ON me.incident_id = $1
     WHERE i.model_key = me.model_key AND i.last_seen_at >= $2 ORDER BY i.last_seen_at DESC LIMIT 100)
    UNION
    (SELECT i.incident_id, 'family' FROM incidents i JOIN incidents me ON me.incident_id = $1
     WHERE i.family = me.family AND i.kind = me.kind AND i.tenant = me.tenant AND i.last_seen_at >= $2
     ORDER BY i.last_seen_at DESC LIMIT 100))
  SELECT i.incident_id, i.number, i.title, i.severity, i.status, i.last_seen_at, array_agg(same.by ORDER BY same.by) AS by
  FROM same JOIN incidents i USING (incident_id) JOIN incidents me ON me.incident_id = $1 AND me.tenant = i.tenant
  WHERE i.incident_id <> $1
  GROUP BY i.incident_id
  ORDER BY bool_or(same.by = 'session') DESC, bool_or(same.by = 'cluster') DESC, bool_or(same.by = 'actor') DESC,
    bool_or(same.by = 'address') DESC, count(*) DESC, i.last_seen_at DESC
  LIMIT ${mostRelated}`;
