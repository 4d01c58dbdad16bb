import { AppError } from '#kernel';
import type { Logger } from './create-logger.js';

/** Work that a timer starts, one run at a time. */
export interface ScheduledWork {
  /** Runs the work unless it runs already; then it runs once more afterwards. Never rejects. */
  tick(): Promise<void>;
  /** Resolves when no run is under way, and lets no other begin. */
  stop(): Promise<void>;
}

/**
 * `work`, safe to call from a timer: a retriable fault is logged and left to the next tick, any other error ends the
 * process as an unhandled rejection would.
 */
export function scheduledWork(name: string, logger: Logger, work: () => Promise<void>): ScheduledWork {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  const run = async (): Promise<void> => {
    do {
      again = false;
      try {
        await work();
      } catch (error) {
        if (!(error instanceof AppError) || !error.retriable) throw error;
        logger.warn({ work: name, code: error.code }, 'scheduled work waits for its next turn');
      }
    } while (again && !stopped);
  };
  return {
    tick: async () => {
      if (stopped) return;
      if (running !== undefined) {
        again = true;
        return;
      }
      running = run().finally(() => (running = undefined));
      await running.catch((error: unknown) => {
        setImmediate(() => {
          throw error;
        });
      });
    },
    stop: async () => {
      stopped = true;
      await running?.catch(() => undefined);
    },
  };
}
