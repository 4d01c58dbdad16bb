import { postJson } from '#outbound';

export interface SecondPathOptions {
  readonly routingKey: string;
  /** PagerDuty's base URL. */
  readonly url: string;
  /** Keeps installations apart that share a routing key. */
  readonly dedupKey: string;
}

/**
 * A way to page that needs neither Kafka nor Postgres nor the outbox: straight to PagerDuty from this process's memory.
 * It pages once and ends what it paged; PagerDuty makes one incident of what several replicas say under one key.
 */
export class SecondPath {
  /** undefined: this process has told nothing yet, and an earlier one may have paged. */
  #told: 'trigger' | 'resolve' | undefined;

  constructor(private readonly options: SecondPathOptions) {}

  /** True where PagerDuty has taken it, now or before. */
  async page(summary: string): Promise<boolean> {
    return this.#tell('trigger', { payload: { summary, source: 'tunewarden', severity: 'critical' } });
  }

  async end(): Promise<boolean> {
    return this.#tell('resolve', {});
  }

  async #tell(action: 'trigger' | 'resolve', more: object): Promise<boolean> {
    if (this.#told === action) return true;
    const { routingKey, url, dedupKey } = this.options;
    const event = { routing_key: routingKey, event_action: action, dedup_key: dedupKey, ...more };
    const answer = await postJson(new URL('/v2/enqueue', url).href, event, { timeoutMs: 10_000 });
    const isTaken = answer.ok && answer.value.status === 202;
    if (isTaken) this.#told = action;
    return isTaken;
  }
}
