import { afterAll } from '@jest/globals';

const pending: (() => Promise<unknown>)[] = [];

/** Runs `work` when the test file is done: last registered first, and all of it even when one part fails. */
export function cleanUp(work: () => Promise<unknown>): void {
  pending.push(work);
}

// Jest loads this module anew for every test file, so the list and the hook belong to one file.
afterAll(async () => {
  const failures: unknown[] = [];
  for (const work of pending.splice(0).reverse()) {
    await work().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'cleaning up after the tests failed');
}, 60_000);
