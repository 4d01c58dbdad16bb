import { setTimeout as delay } from 'node:timers/promises';

/** How long to wait and how often to look. */
export interface EventuallyOptions {
  /** 10 s unless given. */
  readonly deadlineMs?: number;
  /** 50 ms unless given. */
  readonly everyMs?: number;
}

/**
 * What `check` answers the first time it does not throw. Where it still throws at the deadline, its last error
 * is thrown with the time it was given: `await eventually(() => expect(received).toHaveLength(1))`.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  options: EventuallyOptions = {},
): Promise<T> {
  const deadlineMs = options.deadlineMs ?? 10_000;
  const start = performance.now();
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() - start > deadlineMs) {
        if (error instanceof Error) error.message += `\n\nStill so after ${deadlineMs} ms.`;
        throw error;
      }
    }
    await delay(options.everyMs ?? 50);
  }
}
