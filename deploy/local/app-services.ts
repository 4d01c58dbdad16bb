import { join } from 'node:path';
import { appEntry, isReady } from './app-entry.js';
import { startChildServer } from './child-server.js';
import { type Home, rotateLog } from './home.js';
import { endLeftoverProcess } from './leftover-process.js';
import { projectRoot } from './project-root.js';
import { type Service } from './supervisor.js';

/** The processes of Tunewarden itself, in the order of the path an interaction takes. */
export const appNames = ['collector', 'analyzer', 'alerting', 'api'] as const;

/** What the apps have to be told about this installation. */
export interface Installation {
  readonly home: Home;
  readonly brokers: string;
  readonly databaseUrl: string;
  /** Base URL of everything that speaks HTTP here. */
  readonly urls: Readonly<Record<(typeof appNames)[number] | 'sandbox', string>>;
  readonly apiToken: string;
  readonly slackToken: string;
  readonly pagerDutyKey: string;
  /** Signs the calls of the dead man's switch, as `whsec_` and base64. */
  readonly watchdogSecret: string;
  /** The environment of `npm start`: what is set there wins over the defaults below. */
  readonly environment: NodeJS.ProcessEnv;
}

/** The environment of every process, by name: what is its own, over what all share. */
export function appEnvironment(installation: Installation, name: string): NodeJS.ProcessEnv {
  const { home, urls, environment } = installation;
  const own: Readonly<Record<string, NodeJS.ProcessEnv>> = {
    sandbox: {
      SLACK_BOT_TOKEN: installation.slackToken,
      PAGERDUTY_ROUTING_KEY: installation.pagerDutyKey,
      WATCHDOG_SECRET: installation.watchdogSecret,
    },
    collector: { KEYS_FILE: home.secretFile('keys.json') },
    alerting: {
      SLACK_API_URL: `${urls.sandbox}/api/`,
      SLACK_BOT_TOKEN: installation.slackToken,
      SLACK_CHANNEL: 'C0TUNEWARDEN',
      PAGERDUTY_URL: urls.sandbox,
      PAGERDUTY_ROUTING_KEY: installation.pagerDutyKey,
      CONSOLE_URL: urls.api,
      ...watchdogEnvironment(installation),
    },
    api: {
      KEYS_FILE: home.secretFile('keys.json'),
      API_TOKEN: installation.apiToken,
      PUBLIC_URL: urls.api,
      CONSOLE_DIR: join(projectRoot(), 'dist/console'),
    },
  };
  return {
    ...own[name],
    ...environment,
    KAFKA_BROKERS: installation.brokers,
    DATABASE_URL: installation.databaseUrl,
  };
}

/** The sandbox is the dead man's switch. Canaries go into no topic but our own: in another's Kafka they are asked for. */
function watchdogEnvironment({ urls, watchdogSecret, environment }: Installation): NodeJS.ProcessEnv {
  const isOwnLog = !environment['KAFKA_BROKERS'] && !environment['SOURCE_TOPICS'];
  if (!isOwnLog || environment['WATCHDOG_URL'] !== undefined) return {};
  return { WATCHDOG_URL: `${urls.sandbox}/alive`, WATCHDOG_SECRET: watchdogSecret };
}

/** The service of one app, or of the sandbox; it is up when it answers on /readyz. */
export function appService(installation: Installation, name: keyof Installation['urls']): Service {
  const { home, urls } = installation;
  const logFile = home.logFile(name);
  const url = urls[name];
  return {
    name,
    logFile,
    start: async (abort) => {
      await endLeftoverProcess(home.pidFile(name), appEntry(name));
      await rotateLog(logFile);
      return startChildServer({
        name,
        command: process.execPath,
        args: ['--enable-source-maps', appEntry(name)],
        env: { ...appEnvironment(installation, name), HTTP_PORT: new URL(url).port },
        logFile,
        pidFile: home.pidFile(name),
        isReady: () => isReady(url),
        startDeadlineMs: 60_000,
        abort,
        stopSignal: 'SIGTERM',
        stopDeadlineMs: 6_000,
      });
    },
  };
}
