import type { Receiver } from '#incidents';
import type { AlertingConfig } from '../config.js';
import type { Lane } from '../claim.store.js';
import type { NotificationChannel } from './channel.js';
import { readPageKeys } from './pagerduty/page-keys.js';
import { PagerDutyChannel } from './pagerduty/pagerduty.channel.js';
import { SlackChannel } from './slack/slack.channel.js';
import { WebhookChannel } from './webhook/webhook.channel.js';
import { readSecret } from '../routing/read-secret.js';

/** The lanes of receivers, in their order: what each is told over which channel. */
export function lanesOf(receivers: readonly Receiver[]): readonly Lane[] {
  const channels = ['slack', 'pagerduty', 'webhook'] as const;
  return receivers.flatMap((receiver) =>
    channels
      .filter((channel) => receiver[channel] !== undefined)
      .map((channel) => ({ receiver: receiver.name, channel })),
  );
}

/**
 * The channel of a receiver, with its secret as it is now; `receivers` are all of the routing. Throws an AppError where
 * the secret is missing: then the lane waits, and says so.
 */
export function openChannel(
  receiver: Receiver,
  { channel }: Lane,
  config: AlertingConfig,
  receivers: readonly Receiver[],
): NotificationChannel {
  const { environment } = config;
  const consoleUrl = config.CONSOLE_URL.replace(/\/$/, '');
  const { slack, pagerduty, webhook } = receiver;
  if (channel === 'slack' && slack !== undefined) {
    const token = readSecret(slack.token, environment);
    const { SLACK_API_URL: apiUrl, SLACK_BUTTONS: buttons } = config;
    return new SlackChannel({ token, channelId: slack.channel, apiUrl, consoleUrl, buttons });
  }
  if (channel === 'pagerduty' && pagerduty !== undefined) {
    const keys = readPageKeys(pagerduty.routing_key, receivers, environment);
    return new PagerDutyChannel({ keys, url: config.PAGERDUTY_URL, consoleUrl });
  }
  if (channel === 'webhook' && webhook !== undefined) {
    const secret = readSecret(webhook.secret, environment);
    const privateHosts = privateHostsOf(webhook.url, config);
    return new WebhookChannel({ url: webhook.url, secret, privateHosts, consoleUrl });
  }
  throw new TypeError(`the receiver ${receiver.name} has no ${channel}`);
}

/** Whoever sets the environment says where canaries go; a routing may name that place, and no other private one. */
function privateHostsOf(url: string, config: AlertingConfig): readonly string[] {
  const { WATCHDOG_URL, WEBHOOK_PRIVATE_HOSTS } = config;
  return url === WATCHDOG_URL
    ? [...WEBHOOK_PRIVATE_HOSTS, new URL(url).hostname.toLowerCase()]
    : WEBHOOK_PRIVATE_HOSTS;
}
