import { z } from 'zod';
import type { Answer, Body } from './answer.js';
import { RateLimit } from './rate-limit.js';

/** A body as it came, and how many bytes it was. */
export interface PagerDutyCall {
  readonly method: 'enqueue' | 'change';
  /** undefined: no JSON object. */
  readonly body: Body | undefined;
  readonly bytes: number;
}

/** What stands under one `dedup_key` of one routing key: another key's events do not touch it. */
export interface PagerDutyIncident {
  readonly dedupKey: string;
  /** Which routing key opened it: 1 for the first that is known, 2 for the next. */
  readonly integration: number;
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  /** How many incidents the key has had: a trigger after a resolve opens another one. */
  readonly opened: number;
  readonly severity: string;
  readonly summary: string;
}

/** https://developer.pagerduty.com/docs/events-api-v2/overview/#size-limits */
const mostBytes = 512 * 1024;
/** https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ */
const summarySchema = z.string().min(1).max(1_024);
const routingKeySchema = z.string().length(32);
const linksSchema = z.array(z.strictObject({ href: z.url(), text: z.string().optional() })).optional();
const common = { dedup_key: z.string().min(1).max(255), routing_key: routingKeySchema };
const timestampSchema = z.iso.datetime({ offset: true }).optional();
const detailsSchema = z.record(z.string(), z.unknown()).optional();

const eventSchema = z.discriminatedUnion('event_action', [
  z.strictObject({
    event_action: z.literal('trigger'),
    ...common,
    client: z.string().optional(),
    client_url: z.url().optional(),
    links: linksSchema,
    images: z.array(z.object({ src: z.url() })).optional(),
    payload: z.strictObject({
      summary: summarySchema,
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: timestampSchema,
      component: z.string().optional(),
      group: z.string().optional(),
      class: z.string().optional(),
      custom_details: detailsSchema,
    }),
  }),
  z.strictObject({ event_action: z.literal('acknowledge'), ...common }),
  z.strictObject({ event_action: z.literal('resolve'), ...common }),
]);
type Event = z.infer<typeof eventSchema>;

/** https://developer.pagerduty.com/docs/events-api-v2/send-change-events/ */
const changeSchema = z.strictObject({
  routing_key: routingKeySchema,
  links: linksSchema,
  payload: z.strictObject({
    summary: summarySchema,
    source: z.string().optional(),
    timestamp: timestampSchema,
    custom_details: detailsSchema,
  }),
});

/** PagerDuty's Events API v2, at least as strict as PagerDuty. */
export class PagerDutyStandIn {
  readonly #incidents = new Map<string, PagerDutyIncident>();
  /** The least that its documentation ever named; a refused event is not ingested. */
  readonly #events = new RateLimit(120, 60_000);

  constructor(private readonly routingKeys: readonly string[]) {}

  /** What its events made, oldest key first. */
  incidents(): readonly PagerDutyIncident[] {
    return [...this.#incidents.values()];
  }

  answer({ method, body, bytes }: PagerDutyCall, nowMs: number): Answer {
    if (bytes > mostBytes) return invalid(['the event is larger than 512 KB']);
    const schema = method === 'change' ? changeSchema : eventSchema;
    const parsed = schema.safeParse(body);
    if (!parsed.success) {
      return invalid(
        parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`),
      );
    }
    const integration = 1 + this.routingKeys.indexOf(parsed.data.routing_key);
    if (integration === 0) return invalid(['unknown routing key']);
    if (this.#events.take(parsed.data.routing_key, nowMs) > 0) {
      return { status: 429, body: { status: 'throttle exceeded', message: 'Requests are too frequent' } };
    }
    if (!('event_action' in parsed.data)) return accepted('Change event processed');
    this.#ingest(parsed.data, integration);
    return accepted('Event processed', { dedup_key: parsed.data.dedup_key });
  }

  #ingest(event: Event, integration: number): void {
    const id = `${integration} ${event.dedup_key}`;
    const known = this.#incidents.get(id);
    if (event.event_action !== 'trigger') {
      // What was never triggered, or is over, is accepted and makes nothing.
      if (known === undefined || known.status === 'resolved') return;
      const status = event.event_action === 'resolve' ? 'resolved' : 'acknowledged';
      this.#incidents.set(id, { ...known, status });
      return;
    }
    const { severity, summary } = event.payload;
    const isOpen = known !== undefined && known.status !== 'resolved';
    this.#incidents.set(id, {
      dedupKey: event.dedup_key,
      integration,
      status: isOpen ? known.status : 'triggered',
      opened: (known?.opened ?? 0) + (isOpen ? 0 : 1),
      severity,
      summary,
    });
  }
}

function accepted(message: string, more: object = {}): Answer {
  return { status: 202, body: { status: 'success', message, ...more } };
}

function invalid(errors: readonly string[]): Answer {
  return { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors } };
}
