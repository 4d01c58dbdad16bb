import { plainText } from '#incidents';
import { postJson } from '#outbound';
import type { IncidentView } from '../../incident-view.store.js';
import { type ClaimedNotification, type ProviderRef, hasTimeToSend } from '../../claim.store.js';
import type { NotificationChannel, SendResult } from '../channel.js';
import type { TestMessage } from '../test-message.js';
import { choosePageKey } from './choose-page-key.js';
import { type PageKey, type PageKeys, pinOf, refOf } from './page-keys.js';
import { type PagerDutyAction, pagerDutyActions, renderPagerDutyEvent } from './render-pagerduty-event.js';
import { renderPagerDutyTest } from './render-pagerduty-test.js';

export interface PagerDutyOptions {
  readonly keys: PageKeys;
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
const anotherPage = 'another page was opened: PagerDuty takes the key of the first one no more';

/** One PagerDuty incident per incident, by `dedup_key` and the key that opened it. */
export class PagerDutyChannel implements NotificationChannel {
  readonly turnMs = 0;
  readonly restMs = 0;

  constructor(private readonly options: PagerDutyOptions) {}

  actionFor(claimed: ClaimedNotification, incident: IncidentView): string {
    return pagerDutyActions(claimed, incident).join(', ');
  }

  refBefore(claimed: ClaimedNotification, incident: IncidentView): ProviderRef | null {
    const [first] = pagerDutyActions(claimed, incident);
    if (first !== 'trigger') return null;
    const chosen = choosePageKey(first, claimed, this.options.keys);
    if (!chosen.ok || chosen.value.key.id === pinOf(claimed.providerRef)?.id) return null;
    return refOf(chosen.value.key, incident.incidentId);
  }

  /** Where the second of two events is not taken, both are sent again: either has its effect once. */
  async send(claimed: ClaimedNotification, incident: IncidentView): Promise<SendResult> {
    const [first, second] = pagerDutyActions(claimed, incident);
    const result = await this.#say(first, claimed, incident);
    if (!result.ok || second === undefined) return result;
    if (!hasTimeToSend(claimed)) return outOfTime;
    // The first one ended the page: what follows it opens another.
    return this.#say(second, { ...claimed, toldStatus: 'resolved', mayHaveArrived: false }, incident);
  }

  /** Where only the end is not taken, the test was: what it opened is of the lowest severity, and says what it is. */
  async sendTest(test: TestMessage): Promise<SendResult> {
    const { opening, ending } = renderPagerDutyTest(test, this.options.keys.current.key);
    const result = await this.#enqueue(opening, { dedupKey: opening.dedup_key });
    if (result.ok) await this.#enqueue(ending, { dedupKey: ending.dedup_key });
    return result;
  }

  /** One event, with the key of its page. A page whose key PagerDuty takes no more is opened with the current one. */
  async #say(
    action: PagerDutyAction,
    claimed: ClaimedNotification,
    incident: IncidentView,
  ): Promise<SendResult> {
    const { keys, consoleUrl } = this.options;
    const chosen = choosePageKey(action, claimed, keys);
    if (!chosen.ok) return { ok: false, retriable: true, reason: chosen.error, statusCode: null };
    const say = (key: PageKey, note: string | null): Promise<SendResult> => {
      const event = renderPagerDutyEvent(incident, action, { routingKey: key.key, consoleUrl });
      return this.#enqueue(event, refOf(key, incident.incidentId), note);
    };
    const { key, note } = chosen.value;
    const result = await say(key, note);
    const isRefused = !result.ok && !result.retriable && action === 'trigger' && key.id !== keys.current.id;
    return isRefused && hasTimeToSend(claimed) ? say(keys.current, anotherPage) : result;
  }

  async #enqueue(event: object, providerRef: ProviderRef, note: string | null = null): Promise<SendResult> {
    const { href } = new URL('/v2/enqueue', this.options.url);
    const answer = await postJson(href, event, { timeoutMs: 10_000 });
    if (!answer.ok) {
      const reason = answer.error.mayHaveArrived ? `ambiguous: ${answer.error.reason}` : 'no connection';
      return { ok: false, retriable: true, reason, statusCode: null };
    }
    const { status, headers, body } = answer.value;
    if (status === 202) return { ok: true, statusCode: status, providerRef, note };
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
