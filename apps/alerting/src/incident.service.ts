import type { Channel, Finding, IncidentStatus, Labels } from '#contracts';
import {
  type Database,
  type LabelColumns,
  type Sql,
  type StoredIncident,
  addTimelineEntry,
  findNewestIncident,
  labelsOfIncident,
  lockFingerprint,
  saveIncidentState,
} from '#database';
import {
  type IncidentChange,
  findRoutes,
  findSuppression,
  planFollowUps,
  planNotifications,
  transitionIncident,
} from '#incidents';
import type { Clock } from '#kernel';
import { joinDeploy } from './deploys/join-deploy.js';
import { familyOf, hasFinding, insertIncident, joinFinding } from './incident.store.js';
import { noteAlreadyTold, oweNotification, readKnowing } from './notification.store.js';
import type { Routing } from './routing/load-routing.js';
import { hideFinding, readSuppressions } from './suppression.store.js';

/** Turns findings, and what people did, into incidents and into messages that are owed. */
export class IncidentService {
  constructor(
    private readonly database: Database,
    private readonly routing: Routing,
    private readonly clock: Clock,
  ) {}

  /**
   * One transaction: the finding goes into the inbox, its incident opens, grows or reopens, the timeline says why,
   * and every receiver that must hear of it is owed a message. A finding that was here before changes nothing; one
   * that a suppression hides goes no further than the row that says so.
   */
  async take(finding: Finding, traceparent: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockFingerprint(tx, finding.fingerprint);
      if (await hasFinding(tx, finding.findingId)) return;
      const nowMs = this.clock();
      const suppressions = await readSuppressions(tx, finding.tenant, nowMs);
      const suppression = findSuppression(labelsOf(finding), suppressions);
      if (suppression !== undefined) return hideFinding(tx, finding, suppression);
      const newest = await findNewestIncident(tx, finding.fingerprint);
      const result = transitionIncident(newest?.state, { kind: 'finding', finding }, nowMs);
      if (!result.ok) throw new TypeError(result.error);
      const { change, why, state } = result.value;
      const isNew = change === 'opened' || newest === undefined;
      const incidentId = isNew ? await insertIncident(tx, finding, state, traceparent) : newest.incidentId;
      await joinFinding(tx, finding.findingId, incidentId);
      if (!isNew) await saveIncidentState(tx, incidentId, state);
      if (change !== 'joined') {
        const detail = { why, findingId: finding.findingId, severity: state.severity };
        const entry = { incidentId, atMs: nowMs, event: change, who: 'tunewarden', door: 'findings', detail };
        await addTimelineEntry(tx, entry);
      }
      const parts = { routing: this.routing, nowMs };
      const deployed =
        isNew && finding.kind === 'drift' && (await joinDeploy(tx, { finding, incidentId }, parts));
      if (deployed) return this.#owe(tx, { ...deployed, traceparent });
      const labels = isNew ? labelsOf(finding) : { ...newest.labels, severity: state.severity };
      await this.#owe(tx, { incidentId, labels, change, traceparent });
    });
  }

  /** What caused an incident is over: it is resolved, and who was told is told so. One that is over stays as it is. */
  async recover(fingerprint: string, why: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockFingerprint(tx, fingerprint);
      const newest = await findNewestIncident(tx, fingerprint);
      if (newest !== undefined) await this.resolveRecovered(tx, newest, why);
    });
  }

  /** The same of an incident whose fingerprint the transaction has locked. */
  async resolveRecovered(tx: Sql, incident: StoredIncident, why: string): Promise<void> {
    const { incidentId, labels, state } = incident;
    if (state.status === 'resolved') return;
    const nowMs = this.clock();
    const result = transitionIncident(state, { kind: 'recover', why }, nowMs);
    if (!result.ok) throw new TypeError(result.error);
    await saveIncidentState(tx, incidentId, result.value.state);
    const entry = { incidentId, atMs: nowMs, event: 'recovered', who: 'tunewarden', door: 'findings' };
    await addTimelineEntry(tx, { ...entry, detail: { why } });
    await this.#owe(tx, { incidentId, labels, change: 'recovered', traceparent: '' });
  }

  /** Plans the messages of one change that another process made. False where none waits. */
  async planOne(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [row] = await tx.rows<UnplannedRow>(
        `UPDATE incident_timeline t SET unplanned_change = NULL
         FROM (SELECT entry_id, unplanned_change FROM incident_timeline WHERE unplanned_change IS NOT NULL
               ORDER BY entry_id LIMIT 1 FOR UPDATE SKIP LOCKED) AS next,
           incidents i LEFT JOIN models m USING (model_key)
         WHERE t.entry_id = next.entry_id AND i.incident_id = t.incident_id
         RETURNING next.unplanned_change AS change, t.door, i.*, m.model_id, m.version`,
      );
      if (row === undefined) return false;
      const labels = labelsOfIncident(row);
      const { incident_id: incidentId, change, traceparent, door, status } = row;
      const knows =
        door === 'pagerduty' && (await noteAlreadyTold(tx, { incidentId, channel: door, status }));
      await this.#owe(tx, {
        incidentId,
        labels,
        change,
        traceparent: traceparent ?? '',
        except: knows ? door : undefined,
      });
      return true;
    });
  }

  /** Owes an unresolved incident to everybody whom the routing names for it now, as if it opened. */
  async reroute(tx: Sql, { incidentId, labels, state }: StoredIncident): Promise<void> {
    if (state.status === 'resolved') return;
    await this.#owe(tx, { incidentId, labels, change: 'opened', traceparent: '' });
  }

  async #owe(
    tx: Sql,
    about: {
      readonly incidentId: string;
      readonly labels: Labels;
      readonly change: IncidentChange;
      readonly traceparent: string;
      /** The channel that the change came from. */
      readonly except?: Channel | undefined;
    },
  ): Promise<void> {
    const { incidentId, labels, change, except } = about;
    const file = this.routing.file();
    const planned = planNotifications(change, findRoutes(file, labels), file.receivers, this.clock());
    const knowing = change === 'opened' ? [] : await readKnowing(tx, incidentId);
    for (const one of [...planned, ...planFollowUps(change, knowing, planned, this.clock())]) {
      if (one.channel !== except) await oweNotification(tx, { ...one, ...about });
    }
  }
}

interface UnplannedRow extends LabelColumns {
  readonly change: IncidentChange;
  readonly door: string;
  readonly status: IncidentStatus;
  readonly incident_id: string;
  readonly traceparent: string | null;
}

function labelsOf(finding: Finding): Labels {
  const model = finding.model ?? { id: '', version: '' };
  return {
    tenant: finding.tenant,
    model: model.id,
    version: model.version,
    kind: finding.kind,
    family: familyOf(finding),
    severity: finding.severity,
    outcome: finding.kind === 'attack' ? finding.outcome : '',
  };
}
