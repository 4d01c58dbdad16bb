import { permissionsOf } from '#access';
import { type Database, appendAudit } from '#database';
import type { Clock } from '#kernel';
import type { IncidentActions } from '../incidents/incident-actions.service.js';
import type { PagerDutyEvent } from './inbound.schema.js';
import type { LinkedAccountsStore } from './linked-accounts.store.js';
import { actionOfPagerDuty, statusInPagerDuty } from './pagerduty-action.js';

export interface PagerDutyInboundParts {
  readonly database: Database;
  readonly accounts: LinkedAccountsStore;
  readonly actions: IncidentActions;
  readonly clock: Clock;
}

/** What became of an event; all of them are answered by 2xx, since PagerDuty could do nothing better with it. */
export type Taken = 'done' | 'echo' | 'not ours' | 'too old' | 'not linked' | 'forbidden' | 'no effect';

/** PagerDuty sends an event again for so long; what is older is a replay. */
const longestMs = 48 * 3_600_000;

/** What people do in PagerDuty, done here too. */
export class PagerDutyInbound {
  constructor(private readonly parts: PagerDutyInboundParts) {}

  /** Throws where the database does not answer: then PagerDuty sends the event again. */
  async take(event: PagerDutyEvent): Promise<Taken> {
    const { accounts, actions, database, clock } = this.parts;
    if (clock() - Date.parse(event.occurred_at) > longestMs) return 'too old';
    const incidentId = await this.#incidentOf(event);
    if (incidentId === undefined) return 'not ours';
    const assigned = event.data.assignees?.[0]?.id;
    const assignee = assigned === undefined ? undefined : await accounts.find('pagerduty', assigned);
    const action = actionOfPagerDuty(event, (user) => assignee?.who ?? `pagerduty:${user}`);
    if (action === undefined) return 'echo';
    const account = await accounts.find('pagerduty', event.agent?.id ?? '');
    if (account === undefined || !permissionsOf(account.role).includes('incidents.act')) {
      const outcome = account === undefined ? 'not linked' : 'forbidden';
      const who = account?.who ?? `pagerduty:${event.agent?.id}`;
      const subject = `incident:${incidentId}`;
      const detail = { outcome, door: 'pagerduty', event: event.event_type };
      await database.transaction((tx) =>
        appendAudit(tx, { tenant: account?.tenant ?? null, who, action: 'incidents.act', subject, detail }),
      );
      return outcome;
    }
    const { who, tenant } = account;
    const actor = { who, tenant, door: 'pagerduty', eventId: event.id } as const;
    const acted = await actions.act(incidentId, action, actor);
    return acted.ok ? 'done' : 'no effect';
  }

  /**
   * By our key; by PagerDuty's own id, which earlier events told, where there is none. What an event says of how the
   * incident stands there is noted, whoever did it: alerting says an end again that PagerDuty does not agree to.
   */
  async #incidentOf(event: PagerDutyEvent): Promise<string | undefined> {
    const { database } = this.parts;
    const { data } = event;
    const pagerDutyId = data.incident?.id ?? data.id ?? '';
    const [row] = await database.rows<{ incident_id: string }>(
      `SELECT incident_id FROM incidents WHERE incident_id::text = $1
       UNION ALL SELECT incident_id FROM pagerduty_incidents WHERE pagerduty_id = $2 LIMIT 1`,
      [data.incident_key ?? '', pagerDutyId],
    );
    if (row !== undefined && pagerDutyId !== '' && (data.incident ?? null) === null) {
      await database.rows(
        `INSERT INTO pagerduty_incidents AS p (pagerduty_id, incident_id, status, status_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (pagerduty_id) DO UPDATE SET status = $3, status_at = $4
         WHERE $3::text IS NOT NULL AND coalesce(p.status_at, '-infinity') < $4`,
        [pagerDutyId, row.incident_id, statusInPagerDuty(event) ?? null, new Date(event.occurred_at)],
      );
    }
    return row?.incident_id;
  }
}
