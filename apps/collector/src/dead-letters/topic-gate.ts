import type { Consumer } from '#kafka';
import { type Logger, type ScheduledWork, metrics, scheduledWork } from '#telemetry';
import { Interval } from '@nestjs/schedule';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { DeadLetterShare } from './dead-letter-share.js';
import type { StoppedTopicsStore } from './stopped-topics.store.js';

/** Holds topics back that are mostly dead letters, in this collector and, by way of Postgres, in every other one. */
export class TopicGate implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;
  readonly #shares = new Map<string, DeadLetterShare>();
  readonly #codes = new Map<string, Map<string, number>>();
  #stopped: ReadonlySet<string> = new Set();
  #consumer: Consumer | undefined;

  constructor(
    private readonly store: StoppedTopicsStore,
    private readonly logger: Logger,
  ) {
    this.#work = scheduledWork('stopped topics', logger, () => this.#look());
  }

  /** Watches from now on, and holds back what is stopped already. */
  async attach(consumer: Consumer): Promise<void> {
    this.#consumer = consumer;
    await this.tick();
  }

  isStopped(topic: string): boolean {
    return this.#stopped.has(topic);
  }

  /** Notes what became of a message, with the code of its dead letter; true where its topic is to be stopped now. */
  note(topic: string, deadLetterCode: string | undefined): boolean {
    const share = this.#shares.get(topic) ?? new DeadLetterShare();
    this.#shares.set(topic, share);
    if (deadLetterCode !== undefined) this.#countCode(topic, deadLetterCode);
    return share.note(deadLetterCode !== undefined);
  }

  /** Stops a topic everywhere. Throws a retriable AppError where Postgres does not answer. */
  async stop(topic: string): Promise<void> {
    const counts = this.#shares.get(topic)?.counts ?? { deadLetters: 0, messages: 0 };
    const codes = [...(this.#codes.get(topic) ?? [])].sort(([, a], [, b]) => b - a).map(([code]) => code);
    await this.store.stop(topic, { ...counts, codes });
    this.logger.error({ topic, ...counts, codes }, 'too many dead letters: the topic is not read any more');
    this.#apply(new Set([...this.#stopped, topic]));
  }

  @Interval(2_000)
  tick(): Promise<void> {
    return this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
  }

  async #look(): Promise<void> {
    this.#apply(await this.store.list());
    for (const topic of this.#shares.keys()) {
      metrics.topicStopped.record(Number(this.isStopped(topic)), { topic });
    }
  }

  #apply(stopped: ReadonlySet<string>): void {
    for (const topic of stopped) if (!this.#stopped.has(topic)) this.#consumer?.pause(topic);
    for (const topic of this.#stopped) if (!stopped.has(topic)) this.#resume(topic);
    this.#stopped = stopped;
  }

  /** Begins to count anew: what was bad before it was resumed is dealt with. */
  #resume(topic: string): void {
    this.#shares.delete(topic);
    this.#codes.delete(topic);
    this.#consumer?.resume(topic);
    this.logger.info({ topic }, 'the topic is read again');
  }

  #countCode(topic: string, code: string): void {
    const codes = this.#codes.get(topic) ?? new Map<string, number>();
    this.#codes.set(topic, codes.set(code, (codes.get(code) ?? 0) + 1));
  }
}
