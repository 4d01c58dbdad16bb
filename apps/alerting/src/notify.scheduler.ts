import { type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { NotificationChannel } from './channels/channel.js';
import { type NotifyParts, deliverOne } from './notify.pipeline.js';

/** Events of one routing key may come faster than this, but need not. */
const pagerDutyBurst = 10;

/**
 * Starts deliveries, each channel by itself, so that one that hangs delays no other: Slack takes one message a
 * second and channel, so one goes out a tick.
 */
export class NotifyScheduler implements BeforeApplicationShutdown {
  readonly #slack: ScheduledWork | undefined;
  readonly #pagerDuty: ScheduledWork | undefined;

  constructor(
    channels: { readonly slack?: NotificationChannel; readonly pagerduty?: NotificationChannel },
    parts: NotifyParts,
  ) {
    const work = (channel: NotificationChannel | undefined, most: number): ScheduledWork | undefined =>
      channel &&
      scheduledWork(`deliver to ${channel.channel}`, parts.logger, () => deliver(channel, most, parts));
    this.#slack = work(channels.slack, 1);
    this.#pagerDuty = work(channels.pagerduty, pagerDutyBurst);
  }

  @Interval(1_100)
  async tickSlack(): Promise<void> {
    await this.#slack?.tick();
  }

  @Interval(500)
  async tickPagerDuty(): Promise<void> {
    await this.#pagerDuty?.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.#slack?.stop(), this.#pagerDuty?.stop()]);
  }
}

async function deliver(channel: NotificationChannel, most: number, parts: NotifyParts): Promise<void> {
  for (let sent = 0; sent < most; sent++) if (!(await deliverOne(channel, parts))) return;
}
