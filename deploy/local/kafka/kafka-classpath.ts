import { AppError } from '#kernel';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../project-root.js';

const run = promisify(execFile);
const installMaven =
  'Kafka is fetched once with Maven, which is not installed: install it (Debian: apt-get install maven, ' +
  'macOS: brew install maven), or set KAFKA_BROKERS to a Kafka that runs already.';

/**
 * The Java class path of Apache Kafka. Maven resolves it the first time; after that it is read from a cache
 * outside the work tree for as long as its jars exist and pom.xml stays as it is, without Maven and offline.
 */
export async function kafkaClasspath(): Promise<string> {
  const pom = join(projectRoot(), 'deploy/local/kafka/pom.xml');
  const pomHash = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12);
  const cacheFolder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tunewarden');
  const cacheFile = join(cacheFolder, `kafka-classpath-${pomHash}`);
  const cached = await readFile(cacheFile, 'utf8').catch(() => '');
  if (cached !== '' && cached.split(delimiter).every((jar) => existsSync(jar))) return cached;

  await mkdir(cacheFolder, { recursive: true });
  const draft = `${cacheFile}.${process.pid}`;
  await resolveWithMaven(pom, draft);
  await rename(draft, cacheFile);
  return readFile(cacheFile, 'utf8');
}

async function resolveWithMaven(pom: string, outputFile: string): Promise<void> {
  const goal = [
    'dependency:build-classpath',
    '-Dmdep.includeScope=runtime',
    `-Dmdep.outputFile=${outputFile}`,
  ];
  try {
    await run('mvn', ['-B', '-q', '-f', pom, ...goal], { maxBuffer: 16 * 1024 * 1024 });
  } catch (cause) {
    const failure = cause as NodeJS.ErrnoException & { readonly stdout?: string };
    if (failure.code === 'ENOENT') throw new AppError('local.maven_missing', installMaven, false, cause);
    const said = (failure.stdout ?? failure.message).trim().split('\n').slice(0, 8).join('\n');
    throw new AppError('local.maven_failed', `Maven could not fetch Kafka's jars:\n${said}`, false, cause);
  }
}
