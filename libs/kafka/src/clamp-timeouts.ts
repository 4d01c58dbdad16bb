import { createRequire } from 'node:module';

interface RequestQueue {
  readonly throttledUntil: number;
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

/**
 * Keeps the client from setting a timer in the past when nothing waits in its queue: Node 24 runs it after 1 ms all
 * the same, but says so on stderr in every process. https://github.com/tulios/kafkajs/issues/1751
 */
export function clampTimeouts(): void {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: RequestQueue & { clamped?: true };
  };
  if (prototype.clamped) return;
  prototype.clamped = true;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
