import type { Answer, Body } from './answer.js';

/** https://developer.pagerduty.com/docs/events-api-v2/overview/ */
const mostBytes = 512 * 1024;
const longestSummary = 1_024;
const longestDedupKey = 255;
const eventsPerMinute = 120;
const severities = ['critical', 'error', 'warning', 'info'];

/** PagerDuty's Events API v2, at least as strict as PagerDuty. */
export class PagerDutyStandIn {
  #recentMs: number[] = [];

  constructor(private readonly routingKey: string) {}

  answer(body: Body, nowMs: number): Answer {
    const errors = eventErrors(body);
    if (errors.length > 0) return { status: 400, body: { status: 'invalid event', errors } };
    if (body['routing_key'] !== this.routingKey) {
      return { status: 400, body: { status: 'invalid event', errors: ['unknown routing key'] } };
    }
    this.#recentMs = this.#recentMs.filter((ms) => nowMs - ms < 60_000);
    if (this.#recentMs.length >= eventsPerMinute)
      return { status: 429, body: { status: 'throttle exceeded' } };
    this.#recentMs.push(nowMs);
    return {
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: body['dedup_key'] },
    };
  }
}

function eventErrors(body: Body): string[] {
  const { routing_key, event_action, dedup_key, payload } = body;
  const isTrigger = event_action === 'trigger';
  const checks: [boolean, string][] = [
    [Buffer.byteLength(JSON.stringify(body)) <= mostBytes, 'the event is larger than 512 KB'],
    [typeof routing_key === 'string' && routing_key.length === 32, 'routing_key wants 32 characters'],
    [isTrigger || event_action === 'acknowledge' || event_action === 'resolve', 'event_action is unknown'],
    [
      typeof dedup_key === 'string' && dedup_key.length <= longestDedupKey,
      'dedup_key is missing or too long',
    ],
    [!isTrigger || isPayload(payload), 'payload wants summary, source and severity'],
  ];
  return checks.flatMap(([holds, error]) => (holds ? [] : [error]));
}

function isPayload(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null) return false;
  const { summary, source, severity } = payload as Body;
  return (
    typeof summary === 'string' &&
    summary.length <= longestSummary &&
    typeof source === 'string' &&
    severities.includes(String(severity))
  );
}
