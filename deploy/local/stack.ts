import { AppError } from '#kernel';
import { type Service, type Supervised, supervise } from './supervisor.js';

/** What runs, in the order in which it was started. */
export interface Stack {
  /** Starts services side by side. Throws the first failure, after the others were given up. */
  start(services: readonly Service[]): Promise<void>;
  pids(): Readonly<Record<string, number>>;
  /** Stops everything, last started first; what was started side by side is stopped so. */
  stop(): Promise<void>;
}

/** How a stack talks to its owner. */
export interface StackOptions {
  readonly interrupted: AbortSignal;
  say(line: string): void;
  onStarted(name: string, ms: number): void;
  onRestart(): void;
}

/** An empty stack. */
export function createStack(options: StackOptions): Stack {
  const groups: Supervised[][] = [];
  const pids: Record<string, number> = {};
  const onRestart = (name: string, pid: number): void => {
    pids[name] = pid;
    options.onRestart();
  };
  const startOne = async (service: Service, group: Supervised[], abort: AbortSignal): Promise<void> => {
    const start = performance.now();
    const supervised = await supervise(service, { say: options.say, onRestart }, abort);
    group.push(supervised);
    pids[service.name] = supervised.pid;
    options.onStarted(service.name, performance.now() - start);
  };
  return {
    start: async (services) => {
      const group: Supervised[] = [];
      groups.push(group);
      const failed = new AbortController();
      const abort = AbortSignal.any([options.interrupted, failed.signal]);
      const failures: unknown[] = [];
      const starts = services.map((service) =>
        startOne(service, group, abort).catch((error: unknown) => {
          failures.push(error);
          failed.abort();
        }),
      );
      await Promise.all(starts);
      if (failures.length > 0) throw failures[0];
      if (options.interrupted.aborted) throw new AppError('local.interrupted', 'interrupted', false);
    },
    pids: () => ({ ...pids }),
    stop: async () => {
      for (const group of groups.reverse()) await Promise.all(group.map((supervised) => supervised.stop()));
    },
  };
}
