import { createHmac, randomUUID } from 'node:crypto';

export const slackSecret = 'slack signing secret';
export const pagerDutySecret = 'pagerduty webhook secret';

/** Where clicks go, and where they are answered. */
export interface ClickDoor {
  readonly apiUrl: string;
  readonly responseUrl: string;
}

/** What somebody clicks. */
export interface Click {
  readonly user?: string;
  readonly action?: string;
  readonly incidentId: string;
  readonly choice?: string;
  readonly triggerId?: string;
  /** How long ago Slack signed it. */
  readonly secondsAgo?: number;
}

/** The status that a click is answered with, as Slack sends it; `more` changes headers after it was signed. */
export async function click(
  { apiUrl, responseUrl }: ClickDoor,
  {
    user = 'UADA',
    action = 'acknowledge',
    incidentId,
    choice,
    triggerId = randomUUID(),
    secondsAgo = 0,
  }: Click,
  more: Record<string, string> = {},
): Promise<number> {
  const payload = {
    type: 'block_actions',
    user: { id: user },
    trigger_id: triggerId,
    response_url: responseUrl,
    actions: [
      {
        action_id: action,
        ...(choice === undefined ? { value: incidentId } : { selected_option: { value: choice } }),
      },
    ],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000) - secondsAgo);
  const digest = createHmac('sha256', slackSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const answer = await fetch(`${apiUrl}/v1/inbound/slack`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${digest}`,
      ...more,
    },
    body,
  });
  return answer.status;
}

/** What somebody does in PagerDuty. */
export interface PagerDutyDeed {
  readonly id?: string;
  readonly type: string;
  readonly incidentId: string;
  readonly agent?: { readonly id: string; readonly type: string };
  readonly data?: object;
  readonly occurredAt?: string;
}

/** What the API made of an event as PagerDuty sends it, or the status of its refusal. */
export async function sendPagerDutyEvent(
  apiUrl: string,
  { id = randomUUID(), type, incidentId, agent, data, occurredAt }: PagerDutyDeed,
): Promise<unknown> {
  const event = {
    id,
    event_type: type,
    resource_type: 'incident',
    occurred_at: occurredAt ?? new Date().toISOString(),
    agent: agent ?? { id: 'PADA', type: 'user_reference', summary: 'Ada' },
    data: data ?? { id: `Q${incidentId.slice(0, 8)}`, type: 'incident', incident_key: incidentId },
  };
  const body = JSON.stringify({ event });
  const signature = createHmac('sha256', pagerDutySecret).update(body).digest('hex');
  const answer = await fetch(`${apiUrl}/v1/inbound/pagerduty`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-pagerduty-signature': `v1=${'0'.repeat(64)},v1=${signature}`,
    },
    body,
  });
  return answer.status === 202 ? ((await answer.json()) as { taken: string }).taken : answer.status;
}
