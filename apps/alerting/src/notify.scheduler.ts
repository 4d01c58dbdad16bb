import type { Channel } from '#contracts';
import { AppError } from '#kernel';
import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { NotificationChannel } from './channels/channel.js';
import { lanesOf } from './channels/open-channel.js';
import type { IncidentService } from './incident.service.js';
import { type NotifyParts, deliverOne } from './notify.pipeline.js';
import type { Lane } from './claim.store.js';

/** How many messages a lane may send a turn, and how long a turn is at least: Slack takes one a second and channel. */
const pace: Readonly<Record<Channel, { readonly burst: number; readonly turnMs: number }>> = {
  slack: { burst: 1, turnMs: 1_100 },
  pagerduty: { burst: 10, turnMs: 500 },
  webhook: { burst: 10, turnMs: 500 },
};

/** The channel of a lane as the routing and its secrets are now. */
export type OpenChannel = (lane: Lane) => NotificationChannel;

/**
 * Starts deliveries, each lane by itself, so that one that hangs delays no other, and plans what people changed by
 * way of the API.
 */
export class NotifyScheduler implements BeforeApplicationShutdown {
  readonly #lanes = new Map<string, { readonly work: ScheduledWork; nextTurnMs: number }>();
  readonly #planning: ScheduledWork;

  constructor(
    private readonly open: OpenChannel,
    private readonly parts: NotifyParts,
    incidents: IncidentService,
  ) {
    this.#planning = scheduledWork('plan messages', parts.logger, async () => {
      while (await incidents.planOne());
    });
  }

  @Interval(250)
  tick(): void {
    const nowMs = performance.now();
    for (const lane of lanesOf(this.parts.routing.file().receivers)) {
      const entry = this.#laneOf(lane);
      if (nowMs < entry.nextTurnMs) continue;
      entry.nextTurnMs = nowMs + pace[lane.channel].turnMs;
      void entry.work.tick();
    }
  }

  @Interval(500)
  async plan(): Promise<void> {
    await this.#planning.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map(({ work }) => work.stop()));
    await this.#planning.stop();
  }

  #laneOf(lane: Lane): { readonly work: ScheduledWork; nextTurnMs: number } {
    const key = JSON.stringify([lane.receiver, lane.channel]);
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const work = scheduledWork(`deliver to ${lane.receiver} over ${lane.channel}`, this.parts.logger, () =>
      this.#deliver(lane),
    );
    const entry = { work, nextTurnMs: 0 };
    this.#lanes.set(key, entry);
    return entry;
  }

  async #deliver(lane: Lane): Promise<void> {
    const channel = openOrSay(this.open, lane, this.parts.logger);
    if (channel === undefined) return;
    for (let sent = 0; sent < pace[lane.channel].burst; sent++) {
      if (!(await deliverOne(lane, channel, this.parts))) return;
    }
  }
}

/** A receiver without its secret waits; the others go on. */
function openOrSay(open: OpenChannel, lane: Lane, logger: Logger): NotificationChannel | undefined {
  try {
    return open(lane);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logger.error({ ...lane, code: error.code }, 'a receiver cannot be told');
    return undefined;
  }
}
