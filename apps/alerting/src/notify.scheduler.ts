import { AppError, type Result, err, ok } from '#kernel';
import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { NotificationChannel } from './channels/channel.js';
import { lanesOf } from './channels/open-channel.js';
import type { IncidentService } from './incident.service.js';
import { deliverOne } from './notify.pipeline.js';
import type { NotifyParts } from './delivery/send-claimed.js';
import { type Lane, openLaneOf, readWaitMs } from './claim.store.js';
import { deliverTest } from './receiver-tests/deliver-test.js';
import { refuseTests } from './receiver-tests/receiver-test.store.js';

/** How many messages a lane without a pace of its own may send before the others are looked at again. */
const burst = 10;
/** Messages that are held back take nobody's turn, so many may be looked at in one. */
const mostHeld = 100;

/** The channel of a lane as the routing and its secrets are now. */
export type OpenChannel = (lane: Lane) => NotificationChannel;

/**
 * Starts deliveries, each lane by itself, so that one that hangs delays no other, and plans what people changed by
 * way of the API.
 */
export class NotifyScheduler implements BeforeApplicationShutdown {
  readonly #lanes = new Map<string, ScheduledWork>();
  readonly #planning: ScheduledWork;

  constructor(
    private readonly open: OpenChannel,
    private readonly parts: NotifyParts,
    incidents: IncidentService,
  ) {
    this.#planning = scheduledWork('plan messages', parts.logger, async () => {
      let isPlanned = false;
      while (await incidents.planOne()) isPlanned = true;
      if (isPlanned) this.tick();
    });
  }

  /** Looks at every lane: now and then, and whenever this process has made something due. */
  @Interval(250)
  tick(): void {
    for (const lane of lanesOf(this.parts.routing.file().receivers)) void this.#workOf(lane).tick();
  }

  @Interval(500)
  async plan(): Promise<void> {
    await this.#planning.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((work) => work.stop()));
    await this.#planning.stop();
  }

  #workOf(lane: Lane): ScheduledWork {
    const key = JSON.stringify([lane.receiver, lane.channel]);
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    let isKnown = false;
    const work: ScheduledWork = scheduledWork(
      `deliver to ${lane.receiver} over ${lane.channel}`,
      this.parts.logger,
      async () => {
        if (!isKnown) await openLaneOf(this.parts.database, lane);
        isKnown = true;
        const waitMs = await this.#deliver(lane);
        // A timer by itself would find the lane open up to its own interval late.
        if (waitMs !== undefined) setTimeout(() => void work.tick(), waitMs).unref();
      },
    );
    this.#lanes.set(key, work);
    return work;
  }

  /** In how many milliseconds the lane's next turn comes; undefined where nobody waits for it. */
  async #deliver(lane: Lane): Promise<number | undefined> {
    const channel = openOrSay(this.open, lane, this.parts.logger);
    if (!channel.ok) {
      await refuseTests(this.parts.database, lane, channel.error);
      return undefined;
    }
    await deliverTest(lane, channel.value, this.parts);
    for (let sent = 0, held = 0; sent < burst && held < mostHeld;) {
      const turn = await deliverOne(lane, channel.value, this.parts);
      if (turn === 'idle') return undefined;
      if (turn === 'held') held++;
      else sent++;
      if (turn === 'sent' && channel.value.turnMs > 0) {
        return Math.ceil(await readWaitMs(this.parts.database, lane)) + 1;
      }
    }
    return 0;
  }
}

/** The lane's channel, or why it waits: a receiver without its secret keeps no other from going on. */
function openOrSay(open: OpenChannel, lane: Lane, logger: Logger): Result<NotificationChannel, string> {
  try {
    return ok(open(lane));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logger.error({ ...lane, code: error.code }, 'a receiver cannot be told');
    return err(error.message);
  }
}
