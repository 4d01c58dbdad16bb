import type { Database } from '#database';
import { postJson } from '#outbound';
import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { AlertingConfig } from '../config.js';
import type { Routing } from '../routing/load-routing.js';
import { listSecrets } from '../routing/read-secret.js';
import { type ModelChange, claimModelChange, markAnnounced } from './model-changes.store.js';
import { renderChangeEvent } from './render-change-event.js';

export interface ModelChangesParts {
  readonly database: Database;
  readonly routing: Routing;
  readonly config: AlertingConfig;
  readonly logger: Logger;
}

/** Tells every PagerDuty service of the routing of new versions of models, once each; what fails is tried again. */
export class ModelChangesScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;

  constructor(private readonly parts: ModelChangesParts) {
    this.#work = scheduledWork('tell of model versions', parts.logger, async () => {
      while (await this.#tellOne());
    });
  }

  @Interval(15_000)
  async tick(): Promise<void> {
    await this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
  }

  /** False where nothing is left, or PagerDuty takes nothing now. */
  async #tellOne(): Promise<boolean> {
    return this.parts.database.transaction(async (tx) => {
      const change = await claimModelChange(tx);
      if (change === undefined) return false;
      const isTold = change.before === null || (await this.#tell(change));
      if (isTold) await markAnnounced(tx, change.modelKey);
      return isTold;
    });
  }

  /** A change event shows up twice where one of several services was away: it wakes nobody. */
  async #tell(change: ModelChange): Promise<boolean> {
    const { PAGERDUTY_URL, CONSOLE_URL } = this.parts.config;
    const url = new URL('/v2/change/enqueue', PAGERDUTY_URL).href;
    for (const key of routingKeys(this.parts)) {
      const event = renderChangeEvent(change, key, CONSOLE_URL.replace(/\/$/, ''));
      const answer = await postJson(url, event, { timeoutMs: 10_000 });
      const status = answer.ok ? answer.value.status : 0;
      if (status === 400) this.parts.logger.error({ status }, 'PagerDuty refused a change event');
      else if (status !== 202) return false;
    }
    return true;
  }
}

/** The keys that open pages now, each once; a service whose secret is missing is left out. */
function routingKeys({ routing, config }: ModelChangesParts): readonly string[] {
  const keys = routing
    .file()
    .receivers.flatMap(({ pagerduty }) =>
      pagerduty === undefined ? [] : listSecrets(pagerduty.routing_key, config.environment).slice(0, 1),
    );
  return [...new Set(keys)];
}
