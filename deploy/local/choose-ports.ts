import { AppError } from '#kernel';
import getPort from 'get-port';
import { type Home, readJson, writePrivateJson } from './home.js';

/** What listens, and the variable that fixes its port. */
const portVariables = {
  kafka: 'KAFKA_PORT',
  postgres: 'POSTGRES_PORT',
  sandbox: 'SANDBOX_PORT',
  collector: 'COLLECTOR_PORT',
  analyzer: 'ANALYZER_PORT',
  alerting: 'ALERTING_PORT',
  api: 'API_PORT',
} as const;

/** A port for everything that listens. */
export type Ports = Readonly<Record<keyof typeof portVariables, number>>;

/**
 * The port of everything that listens: the configured one, else the one it had at the last start, else a free
 * one. Throws where a configured port is taken, and names it.
 */
export async function choosePorts(home: Home, environment: NodeJS.ProcessEnv): Promise<Ports> {
  const file = `${home.folder}/ports.json`;
  const last = ((await readJson(file)) ?? {}) as Partial<Record<string, number>>;
  const chosen: Record<string, number> = {};
  for (const [name, variable] of Object.entries(portVariables)) {
    const configured = environment[variable];
    chosen[name] = configured
      ? await configuredPort(variable, configured)
      : await getPort({ host: '127.0.0.1', port: last[name] ?? [], exclude: Object.values(chosen) });
  }
  await writePrivateJson(file, chosen);
  return chosen as Ports;
}

async function configuredPort(variable: string, text: string): Promise<number> {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new AppError('local.bad_port', `${variable} must be a port between 1 and 65535`, false);
  }
  if ((await getPort({ host: '127.0.0.1', port })) !== port) {
    const message = `Port ${port} (${variable}) is taken by another program: end that one, or set ${variable} to another port.`;
    throw new AppError('local.port_taken', message, false);
  }
  return port;
}
