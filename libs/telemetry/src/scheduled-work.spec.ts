import { describe, expect, it } from '@jest/globals';
import { AppError } from '#kernel';
import { createLogger } from './create-logger.js';
import { scheduledWork } from './scheduled-work.js';

const logger = createLogger({ service: 'test', level: 'silent' });

/** Work that ends when it is told to. */
function heldWork() {
  let release: () => void = () => undefined;
  const runs: number[] = [];
  const work = scheduledWork('held', logger, () => {
    runs.push(runs.length);
    return new Promise<void>((resolve) => (release = resolve));
  });
  return { work, runs, release: () => release() };
}

describe('scheduledWork', () => {
  it('runs one at a time, and once more for however many ticks came meanwhile', async () => {
    const { work, runs, release } = heldWork();
    const first = work.tick();
    await Promise.all([work.tick(), work.tick(), work.tick()]);
    expect(runs).toHaveLength(1);
    release();
    await new Promise(setImmediate);
    expect(runs).toHaveLength(2);
    release();
    await first;
    expect(runs).toHaveLength(2);
  });

  it('goes on after a retriable fault', async () => {
    let runs = 0;
    const work = scheduledWork('faulty', logger, () => {
      runs += 1;
      return Promise.reject(new AppError('test.passing', 'passing', true));
    });
    await work.tick();
    await work.tick();
    expect(runs).toBe(2);
  });

  it('lets a run end when it is stopped, and begins no other', async () => {
    const { work, runs, release } = heldWork();
    void work.tick();
    const stopped = work.stop();
    release();
    await stopped;
    await work.tick();
    expect(runs).toHaveLength(1);
  });
});
