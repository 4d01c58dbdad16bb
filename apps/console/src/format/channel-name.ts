const names: Readonly<Record<string, string>> = {
  slack: 'Slack',
  pagerduty: 'PagerDuty',
  webhook: 'Webhook',
};

/** A channel as its vendor writes it: `PagerDuty`. */
export function channelName(channel: string): string {
  return names[channel] ?? channel;
}
