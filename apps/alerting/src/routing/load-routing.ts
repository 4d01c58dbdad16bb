import { readFileSync, statSync } from 'node:fs';
import { type RoutingFile, parseRouting } from '#incidents';
import { AppError, describeError } from '#kernel';
import type { Logger } from '#telemetry';
import type { AlertingConfig } from '../config.js';
import { withWatchdog } from '../watchdog/with-watchdog.js';
import { routingOfEnvironment } from './routing-of-environment.js';
import type { RoutingSource } from './routing-source.js';

/** Who is told what, as it stands now. */
export interface Routing {
  file(): RoutingFile;
  source(): RoutingSource;
  /** Takes up what was stored through the API, unless a file rules. False where it is invalid: the last good one goes on. */
  takeStored(stored: { readonly revision: string; readonly text: string }): boolean;
}

/** A change of the file is taken up after so long at most. */
const lookAgainMs = 2_000;

/**
 * The routing of ROUTING_FILE; else the one that was stored through the API; else the one that the single Slack channel
 * and PagerDuty key of the environment make. A changed one is taken up while running; one that is invalid is logged,
 * and the last good one goes on. Throws an AppError where the file is invalid at the start.
 */
export function loadRouting(config: AlertingConfig, logger: Logger): Routing {
  const routing =
    config.ROUTING_FILE === undefined
      ? routingOfApi(config, logger)
      : routingOfFile(config.ROUTING_FILE, logger);
  const { WATCHDOG_URL: watchdogUrl } = config;
  if (watchdogUrl === undefined) return routing;
  return { ...routing, file: () => withWatchdog(routing.file(), watchdogUrl) };
}

function routingOfApi(config: AlertingConfig, logger: Logger): Routing {
  let { file, source } = routingOfEnvironment(config);
  let refused: string | undefined;
  return {
    file: () => file,
    source: () => source,
    takeStored: ({ revision, text }) => {
      if (source.revision === revision) return true;
      if (refused === revision) return false;
      const parsed = parseRouting(text, `revision ${revision}`);
      if (!parsed.ok) {
        refused = revision;
        logger.error({ problems: parsed.error }, 'the stored routing is invalid; the last good one goes on');
        return false;
      }
      file = parsed.value;
      source = { kind: 'api', revision, text };
      logger.info({ revision }, 'the stored routing was taken up');
      return true;
    },
  };
}

function routingOfFile(path: string, logger: Logger): Routing {
  let current = readRouting(path);
  let seen = versionOf(path);
  let lookedAtMs = performance.now();
  const look = (): void => {
    lookedAtMs = performance.now();
    const version = versionOf(path);
    if (version === seen) return;
    seen = version;
    try {
      current = readRouting(path);
      logger.info({ path }, 'the routing file was taken up');
    } catch (error) {
      logger.error({ error: describeError(error) }, 'the routing file is invalid; the last good one goes on');
    }
  };
  const now = (): typeof current => {
    if (performance.now() - lookedAtMs > lookAgainMs) look();
    return current;
  };
  return {
    file: () => now().file,
    source: () => ({ kind: 'file', revision: null, text: now().text }),
    takeStored: () => true,
  };
}

function readRouting(path: string): { readonly file: RoutingFile; readonly text: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AppError('alerting.no-routing', `ROUTING_FILE ${path} cannot be read`, false, cause);
  }
  const parsed = parseRouting(text, path);
  if (parsed.ok) return { file: parsed.value, text };
  throw new AppError('alerting.bad-routing', parsed.error.join('; '), false);
}

function versionOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return `${found?.ino}/${found?.mtimeMs}/${found?.size}`;
}
