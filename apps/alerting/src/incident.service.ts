import { type Channel, type Finding, type Severity, severities } from '#contracts';
import type { Database, Sql } from '#database';
import { decideIncident } from '#incidents';
import type { Clock } from '#kernel';
import {
  addTimelineEntry,
  findNewest,
  hasFinding,
  insertIncident,
  joinFinding,
  lockFingerprint,
  updateIncident,
} from './incident.store.js';
import { oweNotification } from './notification.store.js';

/** Which channels are on, and from which severity an incident goes there. */
export type ChannelFloors = Readonly<Partial<Record<Channel, Severity>>>;

/** Turns findings into incidents. */
export class IncidentService {
  constructor(
    private readonly database: Database,
    private readonly floors: ChannelFloors,
    private readonly clock: Clock,
  ) {}

  /**
   * One transaction: the finding goes into the inbox, its incident opens, grows or reopens, the timeline says why,
   * and every channel that must hear of it is owed a message. A finding that was here before changes nothing.
   */
  async take(finding: Finding, traceparent: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockFingerprint(tx, finding.fingerprint);
      if (await hasFinding(tx, finding.findingId)) return;
      const newest = await findNewest(tx, finding.fingerprint);
      const nowMs = this.clock();
      const { change, why, state, isNews } = decideIncident(newest?.state, finding, nowMs);
      const isNew = change === 'open' || newest === undefined;
      const incidentId = isNew ? await insertIncident(tx, finding, state, traceparent) : newest.incidentId;
      await joinFinding(tx, finding.findingId, incidentId);
      if (!isNew) await updateIncident(tx, incidentId, state);
      if (change !== 'join' || isNews) {
        const detail = { why, findingId: finding.findingId, severity: state.severity };
        await addTimelineEntry(tx, { incidentId, atMs: nowMs, event: timelineEvents[change], detail });
      }
      await this.#owe(tx, { incidentId, severity: state.severity, isNews, traceparent });
    });
  }

  /** Slack shows every change of its one message; PagerDuty hears of news only. */
  async #owe(
    tx: Sql,
    owed: {
      readonly incidentId: string;
      readonly severity: Severity;
      readonly isNews: boolean;
      readonly traceparent: string;
    },
  ): Promise<void> {
    for (const [channel, floor] of Object.entries(this.floors) as [Channel, Severity][]) {
      const reaches = severities.indexOf(owed.severity) >= severities.indexOf(floor);
      if (reaches && (owed.isNews || channel === 'slack')) await oweNotification(tx, { ...owed, channel });
    }
  }
}

const timelineEvents = { open: 'opened', join: 'severity-raised', reopen: 'reopened' } as const;
