import { createHmac } from 'node:crypto';
import { postPinned, publicAddress } from '#outbound';
import type { IncidentView } from '../../incident-view.store.js';
import type { ClaimedNotification } from '../../claim.store.js';
import type { NotificationChannel, SendResult } from '../channel.js';
import { type TestMessage, testSentence } from '../test-message.js';

export interface WebhookOptions {
  readonly url: string;
  /** `whsec_` and base64, as Standard Webhooks has it. */
  readonly secret: string;
  readonly privateHosts: readonly string[];
  readonly consoleUrl: string;
}

/** A signed HTTP call: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export class WebhookChannel implements NotificationChannel {
  readonly turnMs = 0;
  readonly restMs = 1_000;

  constructor(private readonly options: WebhookOptions) {}

  actionFor(_claimed: ClaimedNotification, incident: IncidentView): string {
    return `incident.${incident.status}`;
  }

  async send(claimed: ClaimedNotification, incident: IncidentView): Promise<SendResult> {
    const id = `${claimed.notificationId}.${claimed.revision}`;
    return this.#post(id, eventOf(claimed, incident, this.options.consoleUrl));
  }

  async sendTest(test: TestMessage): Promise<SendResult> {
    const { testId, receiver, requestedBy, requestedAt } = test;
    const data = { id: testId, receiver, requested_by: requestedBy, message: testSentence(test) };
    return this.#post(testId, { type: 'test', timestamp: requestedAt.toISOString(), data });
  }

  /** The receiver tells by the id whether it has seen a message; it stays the same over retries. */
  async #post(id: string, event: object): Promise<SendResult> {
    const { secret, privateHosts } = this.options;
    const url = new URL(this.options.url);
    const isPrivate = privateHosts.includes(url.hostname.toLowerCase());
    if (url.protocol !== 'https:' && !isPrivate) return refusal('only https is allowed', null);
    const to = await publicAddress(url.hostname, privateHosts);
    if (!to.ok) return { ...refusal(to.error, null), retriable: to.error === 'the host has no address' };
    const body = JSON.stringify(event);
    const answer = await postPinned({
      url,
      to: to.value,
      body,
      headers: { 'content-type': 'application/json', ...signatureHeaders(id, body, secret) },
      timeoutMs: 10_000,
    });
    if (!answer.ok) {
      const reason = answer.error.mayHaveArrived ? `ambiguous: ${answer.error.reason}` : 'no connection';
      return { ok: false, retriable: true, reason, statusCode: null };
    }
    return resultOf(answer.value.status);
  }
}

function signatureHeaders(id: string, body: string, secret: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/** Our own words and numbers; text of a log does not leave by this door. */
function eventOf(claimed: ClaimedNotification, incident: IncidentView, consoleUrl: string) {
  return {
    type: `incident.${incident.status}`,
    timestamp: incident.lastSeenAt.toISOString(),
    data: {
      id: incident.incidentId,
      number: incident.number,
      revision: claimed.revision,
      kind: incident.kind,
      family: incident.family,
      severity: incident.severity,
      status: incident.status,
      outcome: incident.outcome,
      title: incident.title,
      reason: incident.reason,
      findings: incident.findingCount,
      labels: incident.labels,
      first_seen: incident.firstSeenAt.toISOString(),
      last_seen: incident.lastSeenAt.toISOString(),
      url: `${consoleUrl}/incidents/${incident.incidentId}`,
    },
  };
}

function resultOf(status: number): SendResult {
  if (status >= 200 && status < 300) return { ok: true, statusCode: status, providerRef: {} };
  const retriable = status === 429 || status === 408 || status >= 500;
  const reason = status >= 300 && status < 400 ? 'redirects are not followed' : `HTTP ${status}`;
  return { ...refusal(reason, status), retriable };
}

function refusal(reason: string, statusCode: number | null): Extract<SendResult, { ok: false }> {
  return { ok: false, retriable: false, reason, statusCode };
}
