import { AppError } from '#kernel';
import { z } from 'zod';
import { appNames, appService, type Installation } from './app-services.js';
import { checkKafka, kafkaService, migrateDatabase, postgresService } from './backing-services.js';
import { choosePorts, type Ports } from './choose-ports.js';
import { demoService, loadDemoHistory } from './demo.js';
import { type Home, writePrivateJson } from './home.js';
import { type Stack } from './stack.js';

/** What `npm start` was asked for. */
export interface BringUpOptions {
  readonly home: Home;
  readonly stack: Stack;
  readonly environment: NodeJS.ProcessEnv;
  readonly interrupted: AbortSignal;
  readonly demo: boolean;
  say(line: string): void;
}

/** Starts everything in order and prints the login link last. Answers how to bring local.json up to date. */
export async function bringUp(options: BringUpOptions): Promise<() => Promise<void>> {
  const { home, stack, environment, interrupted, say } = options;
  say(`data in ${home.folder}, logs in ${home.folder}/logs`);
  const ports = await choosePorts(home, environment);
  const backing = await startBackingServices(options, ports);
  const migrated = await timed(() => migrateDatabase(backing.databaseUrl));
  say(line('migrations', migrated.ms, migrated.value === 0 ? 'up to date' : `${migrated.value} new`));

  const installation = await describeInstallation(options, ports, backing);
  await stack.start([appService(installation, 'sandbox')]);
  await stack.start(appNames.map((name) => appService(installation, name)));
  const writeState = (): Promise<void> => writeLocalJson(installation, stack);
  await writeState();

  if (options.demo) {
    const history = await timed(() => loadDemoHistory(installation, interrupted));
    if (history.value) say(line('demo history', history.ms, 'three generated weeks'));
    await stack.start([demoService(installation)]);
    await writeState();
  }
  const link = await loginLink(installation);
  say(`what Slack and PagerDuty received: ${installation.urls.sandbox}`);
  say('Ctrl-C stops everything. Log in to the console once with this link:');
  say(link);
  return writeState;
}

interface Backing {
  readonly brokers: string;
  readonly databaseUrl: string;
}

/** Kafka and PostgreSQL: the ones that the environment names, else embedded ones. */
async function startBackingServices(options: BringUpOptions, ports: Ports): Promise<Backing> {
  const { home, stack, environment, say } = options;
  let brokers = environment['KAFKA_BROKERS'] ?? '';
  let databaseUrl = environment['DATABASE_URL'] ?? '';
  const embedded = [];
  if (brokers === '') {
    brokers = `127.0.0.1:${ports.kafka}`;
    embedded.push(kafkaService(home, ports.kafka));
  } else {
    const { ms } = await timed(() => checkKafka(brokers));
    say(line('kafka', ms, 'the one in KAFKA_BROKERS'));
  }
  if (databaseUrl === '') {
    embedded.push(postgresService(home, ports.postgres, (url) => (databaseUrl = url)));
  } else {
    say(line('postgres', 0, 'the one in DATABASE_URL'));
  }
  await stack.start(embedded);
  return { brokers, databaseUrl };
}

async function describeInstallation(
  { home, environment }: BringUpOptions,
  ports: Ports,
  backing: Backing,
): Promise<Installation> {
  const url = (port: number): string => `http://127.0.0.1:${port}`;
  return {
    home,
    ...backing,
    urls: {
      sandbox: url(ports.sandbox),
      collector: url(ports.collector),
      analyzer: url(ports.analyzer),
      alerting: url(ports.alerting),
      api: url(ports.api),
    },
    apiToken: environment['API_TOKEN'] || (await home.secret('api-token', 64)),
    slackToken: `xoxb-${await home.secret('slack-token', 32)}`,
    pagerDutyKey: await home.secret('pagerduty-routing-key', 32),
    watchdogSecret: `whsec_${Buffer.from(await home.secret('watchdog', 48), 'hex').toString('base64')}`,
    environment,
  };
}

/** What scripts and the CLI read to find this installation. */
function writeLocalJson(installation: Installation, stack: Stack): Promise<void> {
  const { home, urls, brokers, databaseUrl, apiToken } = installation;
  return writePrivateJson(`${home.folder}/local.json`, {
    console: urls.api,
    api: urls.api,
    token: apiToken,
    kafka: brokers,
    postgres: databaseUrl,
    otlp: urls.collector,
    alerting: urls.alerting,
    sandbox: urls.sandbox,
    pids: { start: process.pid, ...stack.pids() },
  });
}

const loginLinkSchema = z.object({ url: z.url() });

async function loginLink({ urls, apiToken }: Installation): Promise<string> {
  const answer = await fetch(`${urls.api}/v1/login-links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiToken}` },
  });
  if (!answer.ok) {
    throw new AppError('local.login_link', `The API gave no login link: it answered ${answer.status}`, false);
  }
  return loginLinkSchema.parse(await answer.json()).url;
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const start = performance.now();
  const value = await work();
  return { value, ms: performance.now() - start };
}

function line(name: string, ms: number, remark: string): string {
  return `${name.padEnd(12)} ${`${(ms / 1000).toFixed(1)} s`.padStart(8)}  ${remark}`;
}
