import { type Logger as PinoLogger, pino } from 'pino';

/** Writes JSON lines to stdout: a constant message plus fields; never prompt or response text. */
export type Logger = PinoLogger;

/** A logger for one process. */
export function createLogger(options: { readonly service: string; readonly level: string }): Logger {
  return pino({
    level: options.level,
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}
