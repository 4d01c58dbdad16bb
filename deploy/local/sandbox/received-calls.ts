/** One call that a stand-in received, and what it answered. */
export interface ReceivedCall {
  readonly at: string;
  readonly method: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** 0 where the connection was cut or left hanging. */
  readonly status: number;
  readonly answer: unknown;
}

export type ServiceName = 'slack' | 'pagerduty';

const mostCalls = 5_000;

/** The newest calls of each service, oldest first. */
export class ReceivedCalls {
  readonly #calls: Record<ServiceName, ReceivedCall[]> = { slack: [], pagerduty: [] };

  add(service: ServiceName, call: ReceivedCall): void {
    const calls = this.#calls[service];
    calls.push(call);
    if (calls.length > mostCalls) calls.shift();
  }

  all(): Readonly<Record<ServiceName, readonly ReceivedCall[]>> {
    return this.#calls;
  }
}
