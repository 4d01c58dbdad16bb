import { createRequire } from 'node:module';

interface RequestQueue {
  throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

/**
 * Keeps the client from asking for a timer in the past: Node 24 runs it after 1 ms all the same, but says so on
 * stderr in every process. https://github.com/tulios/kafkajs/issues/1751
 */
export function clampTimeouts(): void {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: RequestQueue & { clamped?: true };
  };
  if (prototype.clamped) return;
  prototype.clamped = true;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    this.throttledUntil = Math.max(this.throttledUntil, Date.now() + 1);
    schedule.call(this);
  };
}
