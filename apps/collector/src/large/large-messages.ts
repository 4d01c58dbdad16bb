import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Consumer } from '#kafka';
import { AppError, describeError } from '#kernel';
import { type Logger, metrics } from '#telemetry';
import type { DeadLetterReason } from '../dead-letters/dead-letter-record.js';
import type { Received } from '../received.js';
import type { ModelRegistry } from '../steps/resolve-model.step.js';
import {
  type FromThread,
  type LargeMessage,
  type ToThread,
  largeMessageBytes,
  toThread,
} from './large-message.js';

/** What became of a large message; `code` where it is a dead letter. */
export interface TakenLarge {
  readonly code: string | undefined;
}

/** What the lane works with. */
export interface LargeMessagesParts {
  readonly logger: Logger;
  /** The largest message that is taken. */
  readonly maxBytes: number;
  /** Asked for the thread, which has no door to Postgres. */
  readonly registry: ModelRegistry;
  /** A topic that is stopped is not resumed. */
  readonly isStopped: (topic: string) => boolean;
  /** Sends a message to the dead letters that ended the thread. */
  readonly refuse: (received: Received, reason: DeadLetterReason) => Promise<void>;
  /** A thread that says when it is ready; default `large-messages.thread.ts`. */
  readonly openThread?: () => Worker;
}

type Partition = Pick<Received, 'topic' | 'partition'>;

/** What becomes of one message in the thread. */
type Result =
  Extract<FromThread, { kind: 'done' | 'retry' }> | { readonly kind: 'crash'; readonly why: string };

const retryAfterMs = 1_000;
/** A message that wants more ends the thread and is a dead letter; the collector goes on. */
const mostHeapMegabytes = 512;
const deadly = {
  stage: 'internal',
  code: 'internal-error',
  message: 'The thread for large messages ended on it',
};

/**
 * The lane of large messages beside the others. One is in hand at a time, in a thread of its own; its partition is
 * paused meanwhile and read on from it, so that order holds, and so that no other partition waits: a fetch of the client
 * ends with the last of its batches.
 */
export class LargeMessages {
  readonly #finished = new Map<string, { readonly offset: bigint; readonly result: Result }>();
  readonly #paused = new Map<string, Partition>();
  #consumer: Consumer | undefined;
  #isBusy = false;
  #thread: Promise<Worker> | undefined;
  #isClosed = false;

  constructor(private readonly parts: LargeMessagesParts) {}

  /** One above the limit is no work: it is refused by its size. */
  isLarge({ record }: Received): boolean {
    const bytes = record.value?.length ?? 0;
    return bytes >= largeMessageBytes && bytes <= this.parts.maxBytes;
  }

  attach(consumer: Consumer): void {
    this.#consumer = consumer;
  }

  /**
   * What became of the message; undefined where it has to be read again when its partition goes on: it is not kept, since
   * a second copy of it is in the thread.
   */
  async take(received: Received): Promise<TakenLarge | undefined> {
    const { topic, partition, record } = received;
    const name = nameOf(received);
    const finished = this.#finished.get(name);
    this.#finished.delete(name);
    if (finished?.offset === record.offset && finished.result.kind !== 'retry') {
      return this.#conclude(received, finished.result);
    }
    this.#paused.set(name, { topic, partition });
    this.#consumer?.pause(topic, partition);
    if (!this.#isBusy) this.#begin(received);
    return undefined;
  }

  /** Opens the thread ahead, since the first large message would wait a second or two for it. */
  warmUp(): void {
    this.#thread ??= this.#openThread();
    // The first large message finds out, and is tried again.
    this.#thread.catch(() => (this.#thread = undefined));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const thread = await this.#thread?.catch(() => undefined);
    await thread?.terminate();
  }

  async #conclude(received: Received, result: Exclude<Result, { kind: 'retry' }>): Promise<TakenLarge> {
    if (result.kind === 'done') {
      metrics.collected.add(result.records, { topic: received.topic });
      return { code: result.deadLetterCode };
    }
    await this.parts.refuse(received, deadly);
    return { code: deadly.code };
  }

  #begin(received: Received): void {
    this.#isBusy = true;
    const { topic, partition, record } = received;
    const { message, handOver } = toThread(received);
    void this.#run(message, handOver).then(async (result) => {
      if (result.kind !== 'done') await this.#tell(result);
      this.#finished.set(nameOf({ topic, partition }), { offset: record.offset, result });
      this.#isBusy = false;
      if (!this.#isClosed) this.#resumeAll();
    });
  }

  async #tell(result: Exclude<Result, { kind: 'done' }>): Promise<void> {
    if (this.#isClosed) return;
    const { logger } = this.parts;
    if (result.kind === 'crash') {
      logger.error({ error: result.why }, 'the thread for large messages ended on one');
      return;
    }
    logger.warn({ code: result.code }, 'a large message waits for a retry');
    await pause(retryAfterMs, undefined, { ref: false });
  }

  async #openThread(): Promise<Worker> {
    const thread = await untilReady((this.parts.openThread ?? newThread)());
    thread.once('exit', () => (this.#thread = undefined));
    return thread;
  }

  /** Never rejects. */
  async #run(message: LargeMessage, handOver: readonly ArrayBuffer[]): Promise<Result> {
    this.#thread ??= this.#openThread();
    let thread: Worker;
    try {
      thread = await this.#thread;
    } catch (error) {
      this.#thread = undefined;
      return { kind: 'retry', code: describeError(error) };
    }
    const { promise, resolve } = Promise.withResolvers<Result>();
    const onMessage = (said: FromThread): void => {
      if (said.kind === 'resolve') void this.#resolveModel(thread, said);
      else if (said.kind !== 'ready') resolve(said);
    };
    const onError = (error: unknown): void => resolve({ kind: 'crash', why: describeError(error) });
    const onExit = (code: number): void => resolve({ kind: 'crash', why: `exit code ${code}` });
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    thread.postMessage({ kind: 'message', message } satisfies ToThread, [...handOver]);
    return promise.finally(() => thread.off('message', onMessage).off('error', onError).off('exit', onExit));
  }

  async #resolveModel(thread: Worker, { tenant, model }: Extract<FromThread, { kind: 'resolve' }>) {
    const told = await this.parts.registry.resolve(tenant, model).then(
      (modelKey): ToThread => ({ kind: 'model', modelKey }),
      (error: unknown): ToThread => ({
        kind: 'no-model',
        code: error instanceof AppError ? error.code : 'unknown',
      }),
    );
    thread.postMessage(told);
  }

  #resumeAll(): void {
    for (const { topic, partition } of this.#paused.values()) {
      if (!this.parts.isStopped(topic)) this.#consumer?.resume(topic, partition);
    }
    this.#paused.clear();
  }
}

function nameOf({ topic, partition }: Partition): string {
  return `${partition}/${topic}`;
}

function newThread(): Worker {
  return new Worker(new URL('./large-messages.thread.js', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: mostHeapMegabytes },
  });
}

/** Resolves once the thread is ready; rejects where it ends before. */
function untilReady(thread: Worker): Promise<Worker> {
  const { promise, resolve, reject } = Promise.withResolvers<Worker>();
  thread.once('message', () => resolve(thread));
  thread.once('error', reject);
  thread.once('exit', (code) => reject(new Error(`The thread ended with code ${code}`)));
  return promise;
}
