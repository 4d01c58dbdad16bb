import type { Database } from '#database';
import { type ScheduledWork, type Logger, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { Routing } from './load-routing.js';
import type { RoutingSource } from './routing-source.js';

/** Takes up routing that was stored through the API, and says in the database what alerting goes by. */
export class RoutingScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;
  #announced: RoutingSource | undefined;

  constructor(
    private readonly database: Database,
    private readonly routing: Routing,
    logger: Logger,
  ) {
    this.#work = scheduledWork('take up routing', logger, () => this.#look());
  }

  @Interval(1_000)
  async tick(): Promise<void> {
    await this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
  }

  async #look(): Promise<void> {
    const [stored] = await this.database.rows<{ revision: string; text: string }>(
      `SELECT revision, body AS text FROM routing_versions ORDER BY revision DESC LIMIT 1`,
    );
    if (stored !== undefined) this.routing.takeStored(stored);
    const source = this.routing.source();
    if (this.#announced?.text === source.text && this.#announced.revision === source.revision) return;
    await this.database.rows(
      `INSERT INTO routing_in_force (source, revision, body, taken_at) VALUES ($1, $2, $3, clock_timestamp())
       ON CONFLICT (only_row) DO UPDATE SET source = $1, revision = $2, body = $3, taken_at = clock_timestamp()`,
      [source.kind, source.revision, source.text],
    );
    this.#announced = source;
  }
}
