import { describeError } from '#kernel';
import { setTimeout as delay } from 'node:timers/promises';
import { type ChildServer, describeExit, lastLines, readLogFrom } from './child-server.js';

/** One process to keep alive. */
export interface Service {
  readonly name: string;
  readonly logFile: string;
  /** Starts it; called again, with the same ports, whenever it died. */
  start(abort: AbortSignal): Promise<ChildServer>;
}

/** What the supervisor tells its owner. */
export interface SupervisorEvents {
  say(line: string): void;
  /** The service runs under another pid now. */
  onRestart(name: string, pid: number): void;
}

/** A service that is started again whenever it ends by itself. */
export interface Supervised {
  readonly name: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** A process that ran this long starts with a short pause again when it dies. */
const settledMs = 60_000;

/** The pause before the next start of a service that died `deaths` times in a row. */
export function restartPauseMs(deaths: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (deaths - 1));
}

/** A started service. Throws where its first start fails; later deaths are told and answered by a restart. */
export async function supervise(
  service: Service,
  events: SupervisorEvents,
  abortStart: AbortSignal,
): Promise<Supervised> {
  const stopping = new AbortController();
  let server = await service.start(abortStart);
  const keeping = keepAlive(service, events, stopping.signal, {
    first: server,
    onRestart: (restarted) => {
      server = restarted;
      events.onRestart(service.name, restarted.pid);
    },
  });
  return {
    name: service.name,
    pid: server.pid,
    stop: async () => {
      stopping.abort();
      await server.stop();
      await keeping;
    },
  };
}

async function keepAlive(
  service: Service,
  events: SupervisorEvents,
  stopping: AbortSignal,
  running: { readonly first: ChildServer; readonly onRestart: (server: ChildServer) => void },
): Promise<void> {
  let server: ChildServer | undefined = running.first;
  for (let deaths = 0; ;) {
    if (server !== undefined) {
      const since = performance.now();
      const exit = await server.exited;
      if (stopping.aborted) return;
      if (performance.now() - since > settledMs) deaths = 0;
      events.say(await obituary(service, describeExit(exit)));
    }
    deaths += 1;
    await delay(restartPauseMs(deaths), undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) return;
    server = await service.start(stopping).catch((error: unknown) => {
      if (!stopping.aborted) events.say(error instanceof Error ? error.message : describeError(error));
      return undefined;
    });
    // It came up while everything is being stopped.
    if (server !== undefined && stopping.aborted) return void (await server.stop());
    if (server !== undefined) {
      running.onRestart(server);
      events.say(`${service.name} runs again`);
    }
  }
}

async function obituary(service: Service, how: string): Promise<string> {
  const [last] = lastLines(await readLogFrom(service.logFile, 0).catch(() => ''), 1);
  const why = last === undefined ? '' : `\n    | ${last}`;
  return `${service.name} ${how}; it is started again.${why}\n    Its log: ${service.logFile}`;
}
