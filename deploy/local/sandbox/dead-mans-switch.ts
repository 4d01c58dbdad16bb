import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './answer.js';

/** What the switch knows of the one that is to call it. */
export interface SwitchState {
  readonly calls: number;
  /** RFC 3339; null: it was never called. */
  readonly lastAt: string | null;
  /** Nobody called for three minutes, or since it started: whoever stands behind it would be woken. */
  readonly isMissed: boolean;
}

const patienceMs = 180_000;
/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#verifying-webhook-authenticity */
const toleranceMs = 300_000;

/** Stands in for a service that expects regular calls and misses them; each must be signed as Standard Webhooks has it. */
export class DeadMansSwitch {
  #calls = 0;
  #lastMs: number | undefined;

  constructor(
    private readonly secret: string,
    private readonly startedMs: number,
  ) {}

  answer(headers: IncomingHttpHeaders, text: string, nowMs: number): Answer {
    if (!this.#isSigned(headers, text, nowMs)) return { status: 401, body: { error: 'wrong signature' } };
    this.#calls++;
    this.#lastMs = nowMs;
    return { status: 200, body: { status: 'alive' } };
  }

  state(nowMs: number): SwitchState {
    return {
      calls: this.#calls,
      lastAt: this.#lastMs === undefined ? null : new Date(this.#lastMs).toISOString(),
      isMissed: nowMs - (this.#lastMs ?? this.startedMs) > patienceMs,
    };
  }

  #isSigned(headers: IncomingHttpHeaders, text: string, nowMs: number): boolean {
    const id = String(headers['webhook-id'] ?? '');
    const timestamp = String(headers['webhook-timestamp'] ?? '');
    if (this.secret === '' || !/^\d{1,12}$/.test(timestamp)) return false;
    if (Math.abs(nowMs - Number(timestamp) * 1_000) > toleranceMs) return false;
    const key = Buffer.from(this.secret.replace(/^whsec_/, ''), 'base64');
    const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest();
    return String(headers['webhook-signature'] ?? '')
      .split(' ')
      .filter((signature) => signature.startsWith('v1,'))
      .map((signature) => Buffer.from(signature.slice('v1,'.length), 'base64'))
      .some((given) => given.length === wanted.length && timingSafeEqual(given, wanted));
  }
}
