import { z } from 'zod';
import type { ServiceName } from './received-calls.js';

/**
 * What may go wrong with a call. `…-although-posted`: it has its effect all the same; `latency`: it has, and the answer
 * comes late; with every other kind nothing happens.
 */
const faultKindSchema = z.enum([
  '400',
  '410',
  '429',
  '429-without-header',
  '500',
  '503',
  'error',
  'ok-false',
  'html',
  'hang',
  'reset',
  'reset-mid-body',
  'latency',
  'error-although-posted',
  'hang-although-posted',
  'reset-although-posted',
]);

/** What `POST /faults` takes: the next `times` calls of a service, or those of the next `seconds`, go wrong. */
export const faultSchema = z.strictObject({
  service: z.enum(['slack', 'pagerduty']),
  kind: faultKindSchema,
  times: z.int().positive().optional(),
  seconds: z.number().positive().optional(),
  /** Only calls of this method: `chat.postMessage`, `enqueue` … */
  method: z.string().optional(),
  /** Only calls whose body holds this text. */
  matching: z.string().optional(),
  /** `error`: what Slack calls it, e.g. `channel_not_found`. */
  error: z
    .string()
    .regex(/^\w{1,60}$/)
    .default('internal_error'),
  /** `latency`: how late the answer comes. */
  delayMs: z.int().positive().default(1_000),
  /** `429`: what Retry-After says. */
  retryAfterSeconds: z.int().positive().default(3),
});
export type Fault = z.infer<typeof faultSchema>;

interface ActiveFault {
  readonly fault: Fault;
  left: number;
  readonly untilMs: number;
}

/** The faults that wait for calls. */
export class Faults {
  #active: ActiveFault[] = [];

  set(fault: Fault, nowMs: number): void {
    const untilMs = fault.seconds === undefined ? Infinity : nowMs + fault.seconds * 1_000;
    const left = fault.times ?? (fault.seconds === undefined ? 1 : Infinity);
    this.#active.push({ fault, left, untilMs });
  }

  clear(): void {
    this.#active = [];
  }

  /** The fault that this call meets, used up by one. */
  take(call: { service: ServiceName; method: string; text: string }, nowMs: number): Fault | undefined {
    this.#active = this.#active.filter(({ left, untilMs }) => left > 0 && untilMs > nowMs);
    const met = this.#active.find(({ fault }) => meets(fault, call));
    if (met === undefined) return undefined;
    met.left -= 1;
    return met.fault;
  }
}

function meets(fault: Fault, call: { service: ServiceName; method: string; text: string }): boolean {
  return (
    fault.service === call.service &&
    (fault.method === undefined || fault.method === call.method) &&
    (fault.matching === undefined || call.text.includes(fault.matching))
  );
}
