import { AppError } from '#kernel';
import getPort from 'get-port';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ChildServer, startChildServer } from '../child-server.js';
import { endLeftoverProcess } from '../leftover-process.js';
import { projectRoot } from '../project-root.js';
import { kafkaClasspath } from './kafka-classpath.js';

const run = promisify(execFile);
const installJava =
  'Kafka needs Java 17 or newer, which is not there: install it (Debian: apt-get install ' +
  'openjdk-17-jre-headless, macOS: brew install openjdk@17) or point JAVA_HOME at it, or set KAFKA_BROKERS ' +
  'to a Kafka that runs already.';

/** A running broker; its messages stay in `dataDir`. */
export interface KafkaServer extends ChildServer {
  /** What KAFKA_BROKERS takes: `127.0.0.1:port`. */
  readonly brokers: string;
}

export interface KafkaServerOptions {
  /** Formatted when empty, used as it is otherwise. */
  readonly dataDir: string;
  readonly logFile: string;
  /** A free one unless given. */
  readonly port?: number;
  /** Gives up a start that is under way. */
  readonly abort?: AbortSignal;
}

/** A started one-node Apache Kafka (KRaft) that listens on loopback only. */
export async function startKafka(options: KafkaServerOptions): Promise<KafkaServer> {
  const java = await findJava();
  const classpath = await kafkaClasspath();
  const port = options.port ?? (await getPort({ host: '127.0.0.1' }));
  const controllerPort = await getPort({ host: '127.0.0.1', exclude: [port] });
  const configFile = join(options.dataDir, 'server.properties');
  const pidFile = join(options.dataDir, 'kafka.pid');

  await mkdir(options.dataDir, { recursive: true });
  await endLeftoverProcess(pidFile, configFile);
  await writeFile(configFile, serverProperties(join(options.dataDir, 'log'), port, controllerPort));
  await formatStorage(java, classpath, options.dataDir);

  const server = await startChildServer({
    name: 'Kafka',
    command: java,
    args: [...jvmFlags(classpath), 'kafka.Kafka', configFile],
    logFile: options.logFile,
    pidFile,
    isReady: (log) => log.includes('Kafka Server started'),
    ...(options.abort && { abort: options.abort }),
    startDeadlineMs: 90_000,
    stopSignal: 'SIGTERM',
    stopDeadlineMs: 10_000,
  });
  return { ...server, brokers: `127.0.0.1:${port}` };
}

async function findJava(): Promise<string> {
  const home = process.env['JAVA_HOME'];
  const java = home === undefined || home === '' ? 'java' : join(home, 'bin', 'java');
  const version = await run(java, ['-version']).catch((cause: unknown) => {
    throw new AppError('local.java_missing', installJava, false, cause);
  });
  if ((javaMajorVersion(version.stderr) ?? 0) < 17) {
    throw new AppError('local.java_too_old', `${installJava} Found: ${version.stderr.split('\n')[0]}`, false);
  }
  return java;
}

/** The major version in what `java -version` prints; old Javas count as `1.8`. */
export function javaMajorVersion(printed: string): number | undefined {
  const found = /version "(?:1\.)?(\d+)/.exec(printed);
  return found === null ? undefined : Number(found[1]);
}

function jvmFlags(classpath: string): readonly string[] {
  return [
    '-Xmx384m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    `-Dlog4j2.configurationFile=${join(projectRoot(), 'deploy/local/kafka/log4j2.properties')}`,
    '-cp',
    classpath,
  ];
}

async function formatStorage(java: string, classpath: string, dataDir: string): Promise<void> {
  // Written last: a format that was cut short is done again.
  const formatted = join(dataDir, 'cluster-id');
  if (existsSync(formatted)) return;
  await rm(join(dataDir, 'log'), { recursive: true, force: true });
  const id = randomBytes(16);
  // Kafka's tool takes an id that begins with "-" for an option.
  id.writeUInt8(id.readUInt8() & 0x7f);
  const clusterId = id.toString('base64url');
  const args = ['format', '--cluster-id', clusterId, '--config', join(dataDir, 'server.properties')];
  try {
    await run(java, [...jvmFlags(classpath), 'kafka.tools.StorageTool', ...args]);
  } catch (cause) {
    const said = (cause as { readonly stderr?: string }).stderr ?? '';
    throw new AppError(
      'local.kafka_format_failed',
      `Kafka could not prepare ${dataDir}: ${said.trim()}`,
      false,
      cause,
    );
  }
  await writeFile(formatted, clusterId);
}

/** Two copies of a 12 MB message must pass, one of them with the headers of the dead-letter topic. */
const maxMessageBytes = 20 * 1024 * 1024;

function serverProperties(logDir: string, port: number, controllerPort: number): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'log.dirs': logDir,
    'auto.create.topics.enable': false,
    'message.max.bytes': maxMessageBytes,
    'replica.fetch.max.bytes': maxMessageBytes,
    // A laptop's disk is bounded too: per partition 512 MB, and nothing older than three days.
    'log.retention.hours': 72,
    'log.retention.bytes': 512 * 1024 * 1024,
    'log.segment.bytes': 64 * 1024 * 1024,
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // The default of 128 MB would be a third of the heap.
    'log.cleaner.dedupe.buffer.size': 16 * 1024 * 1024,
    // After a kill the old registration stands for the session timeout: a restarted broker waits for it to end.
    'broker.session.timeout.ms': 9_000,
    'initial.broker.registration.timeout.ms': 120_000,
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
