import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { AppError, describeError } from '#kernel';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Logger, createLogger } from './create-logger.js';
import { type Telemetry, startTelemetry } from './start-telemetry.js';

/** What the runner itself reads of an app's configuration. */
interface RunnerConfig {
  readonly HTTP_HOST: string;
  readonly HTTP_PORT: number;
  readonly LOG_LEVEL: string;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
}

/** What every app's module is given. */
export interface AppParts<Config> {
  readonly config: Config;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
}

export interface AppSpec<Config extends RunnerConfig> {
  /** `service.name`, e.g. `tunewarden-collector`. */
  readonly service: string;
  /** Reads the environment; its error is printed, and nothing starts. */
  configure(): Config;
  /** The app's wiring; may open what the app needs. */
  module(parts: AppParts<Config>): Promise<DynamicModule> | DynamicModule;
  /** Settings of the HTTP server, before it listens. */
  prepare?(app: NestExpressApplication, parts: AppParts<Config>): void;
}

/**
 * Runs an app until SIGTERM or SIGINT: configuration, telemetry, module, HTTP server. An error that nobody expected
 * is logged and ends the process with code 1; whoever supervises it starts it again.
 */
export async function runApp<Config extends RunnerConfig>(spec: AppSpec<Config>): Promise<void> {
  let logger: Logger | undefined;
  try {
    const config = spec.configure();
    logger = createLogger({ service: spec.service, level: config.LOG_LEVEL });
    endOnUnknownError(logger);
    const { OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint } = config;
    const telemetry = startTelemetry({ service: spec.service, ...(otlpEndpoint && { otlpEndpoint }) });
    await listen(spec, { config, logger, telemetry });
  } catch (error) {
    if (logger === undefined) process.stderr.write(`${spec.service}: ${describeError(error)}\n`);
    else logger.fatal({ error: describeError(error) }, 'could not start');
    process.exit(1);
  }
}

async function listen<Config extends RunnerConfig>(
  spec: AppSpec<Config>,
  parts: AppParts<Config>,
): Promise<void> {
  const { config, logger, telemetry } = parts;
  const app = await NestFactory.create<NestExpressApplication>(await spec.module(parts), {
    logger: false,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  spec.prepare?.(app, parts);
  await app.listen(config.HTTP_PORT, config.HTTP_HOST);
  logger.info({ port: (app.getHttpServer().address() as AddressInfo).port }, 'listening');
  const stop = async (signal: string): Promise<void> => {
    logger.info({ signal }, 'stopping');
    // What hangs must not keep a stopped process alive: everything committed is safe.
    setTimeout(() => process.exit(1), 9_000).unref();
    await app.close();
    await telemetry.shutdown().catch(() => undefined);
    process.exit(0);
  };
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));
}

function endOnUnknownError(logger: Logger): void {
  const end = (error: unknown): void => {
    const code = error instanceof AppError ? error.code : 'unknown';
    const stack = error instanceof Error ? error.stack?.split('\n').slice(1, 8) : undefined;
    logger.fatal({ code, error: describeError(error), stack }, 'ending on an unknown error');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
