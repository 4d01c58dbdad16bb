import type { AppParts } from '#telemetry';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import type { CollectorConfig } from '../config.js';
import { OtlpRefusal } from './otlp-refusal.js';
import { OtlpRefusalFilter } from './otlp-refusal.filter.js';

/** Bodies that are being read or sent on, at most; beyond it an exporter is asked to come again. */
const bytesInFlight = 64 * 1024 * 1024;

/** The order in which an export meets things: room, its body (inflated up to the limit), then the routes. */
export function prepareOtlp(
  app: NestExpressApplication,
  { config, logger }: AppParts<CollectorConfig>,
): void {
  app.use(makeRoom(config.MAX_MESSAGE_BYTES));
  app.useBodyParser('raw', { type: () => true, inflate: true, limit: config.MAX_MESSAGE_BYTES });
  app.useGlobalFilters(new OtlpRefusalFilter(logger));
}

/** A compressed body, or one of unknown length, may become as large as is allowed. */
function makeRoom(longestBody: number) {
  let reserved = 0;
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.method !== 'POST') return next();
    const stated = Number(request.headers['content-length'] ?? NaN);
    const isPlain = request.headers['content-encoding'] === undefined && Number.isFinite(stated);
    const wanted = isPlain ? Math.min(stated, longestBody) : longestBody;
    if (reserved + wanted > bytesInFlight) return next(new OtlpRefusal(429, 'The collector is busy'));
    reserved += wanted;
    response.once('close', () => (reserved -= wanted));
    next();
  };
}
