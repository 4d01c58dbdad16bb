import { readFileSync, statSync } from 'node:fs';
import { type RoutingFile, parseRouting } from '#incidents';
import { AppError, describeError } from '#kernel';
import type { Logger } from '#telemetry';
import type { AlertingConfig } from '../config.js';
import { withWatchdog } from '../watchdog/with-watchdog.js';
import { routingOfEnvironment } from './routing-of-environment.js';

/** Who is told what, as it stands now. */
export interface Routing {
  file(): RoutingFile;
}

/** A change of the file is taken up after so long at most. */
const lookAgainMs = 2_000;

/**
 * The routing of ROUTING_FILE, or else the one that the single Slack channel and PagerDuty key of the environment make.
 * A changed file is taken up while running; one that became invalid is logged, and the last good one goes on. Throws
 * an AppError where it is invalid at the start.
 */
export function loadRouting(config: AlertingConfig, logger: Logger): Routing {
  const path = config.ROUTING_FILE;
  const watched = (file: RoutingFile): RoutingFile =>
    config.WATCHDOG_URL === undefined ? file : withWatchdog(file, config.WATCHDOG_URL);
  if (path === undefined) {
    const fixed = watched(routingOfEnvironment(config));
    return { file: () => fixed };
  }
  let current = watched(readRouting(path));
  let seen = versionOf(path);
  let lookedAtMs = performance.now();
  const look = (): void => {
    lookedAtMs = performance.now();
    const version = versionOf(path);
    if (version === seen) return;
    seen = version;
    try {
      current = watched(readRouting(path));
      logger.info({ path }, 'the routing file was taken up');
    } catch (error) {
      logger.error({ error: describeError(error) }, 'the routing file is invalid; the last good one goes on');
    }
  };
  return {
    file: () => {
      if (performance.now() - lookedAtMs > lookAgainMs) look();
      return current;
    },
  };
}

function readRouting(path: string): RoutingFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AppError('alerting.no-routing', `ROUTING_FILE ${path} cannot be read`, false, cause);
  }
  const parsed = parseRouting(text, path);
  if (parsed.ok) return parsed.value;
  throw new AppError('alerting.bad-routing', parsed.error.join('; '), false);
}

function versionOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return `${found?.ino}/${found?.mtimeMs}/${found?.size}`;
}
