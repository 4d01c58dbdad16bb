import { plainText } from '#incidents';
import { postJson } from '#outbound';
import type { IncidentView } from '../../incident-view.store.js';
import { type ClaimedNotification, hasTimeToSend } from '../../claim.store.js';
import type { NotificationChannel, SendResult } from '../channel.js';
import type { TestMessage } from '../test-message.js';
import { type PagerDutyAction, pagerDutyActions, renderPagerDutyEvent } from './render-pagerduty-event.js';
import { renderPagerDutyTest } from './render-pagerduty-test.js';

export interface PagerDutyOptions {
  readonly routingKey: string;
  readonly url: string;
  readonly consoleUrl: string;
}

/** PagerDuty asks for a pause of this order where it gives no time. */
const usualPauseMs = 30_000;
const outOfTime: SendResult = {
  ok: false,
  retriable: true,
  reason: 'its lease was nearly over',
  statusCode: null,
};

/** One PagerDuty incident per incident, by `dedup_key`. */
export class PagerDutyChannel implements NotificationChannel {
  readonly turnMs = 0;
  readonly restMs = 0;

  constructor(private readonly options: PagerDutyOptions) {}

  actionFor(claimed: ClaimedNotification, incident: IncidentView): string {
    return pagerDutyActions(claimed, incident).join(', ');
  }

  /** Where the second of two events is not taken, both are sent again: either has its effect once. */
  async send(claimed: ClaimedNotification, incident: IncidentView): Promise<SendResult> {
    const [first, second] = pagerDutyActions(claimed, incident);
    const say = (action: PagerDutyAction): Promise<SendResult> =>
      this.#enqueue(renderPagerDutyEvent(incident, action, this.options), incident.incidentId);
    const result = await say(first);
    if (!result.ok || second === undefined) return result;
    return hasTimeToSend(claimed) ? say(second) : outOfTime;
  }

  /** Where only the end is not taken, the test was: what it opened is of the lowest severity, and says what it is. */
  async sendTest(test: TestMessage): Promise<SendResult> {
    const { opening, ending } = renderPagerDutyTest(test, this.options.routingKey);
    const result = await this.#enqueue(opening, opening.dedup_key);
    if (result.ok) await this.#enqueue(ending, ending.dedup_key);
    return result;
  }

  async #enqueue(event: object, dedupKey: string): Promise<SendResult> {
    const { href } = new URL('/v2/enqueue', this.options.url);
    const answer = await postJson(href, event, { timeoutMs: 10_000 });
    if (!answer.ok) {
      const reason = answer.error.mayHaveArrived ? `ambiguous: ${answer.error.reason}` : 'no connection';
      return { ok: false, retriable: true, reason, statusCode: null };
    }
    const { status, headers, body } = answer.value;
    if (status === 202) return { ok: true, statusCode: status, providerRef: { dedupKey } };
    return refusal(status, Number(headers.get('retry-after')), body);
  }
}

/** 400 says that the event is wrong and stays wrong; 429 and 5xx pass, and so does what is no answer of PagerDuty. */
function refusal(statusCode: number, retryAfterSeconds: number, body: string): SendResult {
  const reason = statusCode === 429 ? 'rate limited' : plainText(`HTTP ${statusCode}${errorsOf(body)}`, 300);
  const retriable = statusCode === 429 || statusCode >= 500 || statusCode < 400;
  const retryAfterMs = retryAfterSeconds > 0 ? retryAfterSeconds * 1_000 : usualPauseMs;
  return { ok: false, retriable, reason, statusCode, ...(statusCode === 429 && { retryAfterMs }) };
}

/** What PagerDuty finds wrong with an event, as far as it says so. */
function errorsOf(body: string): string {
  try {
    const { errors } = JSON.parse(body) as { readonly errors?: unknown };
    return Array.isArray(errors) && errors.length > 0 ? `: ${errors.slice(0, 5).map(String).join(', ')}` : '';
  } catch {
    return '';
  }
}
