/** What Slack and PagerDuty would show. */
export interface SandboxState {
  readonly slack: readonly {
    readonly channel: string;
    readonly ts: string;
    readonly edits: number;
    readonly body: {
      readonly text?: string;
      readonly metadata?: { readonly event_payload?: { readonly delivery_id?: string } };
    };
  }[];
  readonly pagerduty: readonly {
    readonly dedupKey: string;
    /** 1: opened with the first of `routingKeys`. */
    readonly integration: number;
    readonly status: 'triggered' | 'acknowledged' | 'resolved';
    readonly opened: number;
    readonly severity: string;
    readonly summary: string;
  }[];
}

export async function sandboxState(sandboxUrl: string): Promise<SandboxState> {
  return (await fetch(`${sandboxUrl}/state`)).json() as Promise<SandboxState>;
}

/** Sets a fault of deploy/local/sandbox/README.md. */
export async function setFault(sandboxUrl: string, fault: object): Promise<void> {
  const answer = await fetch(`${sandboxUrl}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  if (!answer.ok) throw new Error(`the sandbox refused a fault: ${await answer.text()}`);
}
