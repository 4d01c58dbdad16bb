import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '#config';
import type { AppParts } from '#telemetry';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import type { CollectorConfig } from '../config.js';
import { OtlpRefusal } from './otlp-refusal.js';
import { OtlpRefusalFilter } from './otlp-refusal.filter.js';

/** Bodies that are being read or sent on, at most; beyond it an exporter is asked to come again. */
const bytesInFlight = 64 * 1024 * 1024;

/** Longer than exporters pause, 5 s by default: one must not write into a connection that is just being closed. */
const keepAliveMs = 65_000;

/** The order in which an export meets things: the token, room, its body (inflated up to the limit), then the routes. */
export function prepareOtlp(
  app: NestExpressApplication,
  { config, logger }: AppParts<CollectorConfig>,
): void {
  const { OTLP_TOKEN: token, MAX_MESSAGE_BYTES: longestBody } = config;
  app.getHttpServer().keepAliveTimeout = keepAliveMs;
  if (token !== undefined) app.use(onPost(requireToken(token)));
  app.use(onPost(makeRoom(longestBody)));
  app.useBodyParser('raw', { type: () => true, inflate: true, limit: longestBody });
  app.useGlobalFilters(new OtlpRefusalFilter(logger));
}

/** Why a request is not taken; undefined where it is. */
type Admission = (request: Request, response: Response) => OtlpRefusal | undefined;

/** A refused body is read to its end and thrown away: an exporter that is still writing would not see the answer. */
function onPost(admit: Admission) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const refusal = request.method === 'POST' ? admit(request, response) : undefined;
    if (refusal === undefined) return next();
    request.once('end', () => next(refusal)).resume();
  };
}

/** Before anything of the body is kept. Digests are of one length, so the comparison tells nothing by its time. */
function requireToken(token: Secret): Admission {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const wanted = digest(`Bearer ${token.reveal()}`);
  return ({ headers }) =>
    timingSafeEqual(digest(headers.authorization ?? ''), wanted)
      ? undefined
      : new OtlpRefusal(401, 'Send the OTLP_TOKEN of the collector as a bearer token');
}

/** A compressed body, or one of unknown length, may become as large as is allowed. */
function makeRoom(longestBody: number): Admission {
  let reserved = 0;
  return (request, response) => {
    const stated = Number(request.headers['content-length'] ?? NaN);
    const isPlain = request.headers['content-encoding'] === undefined && Number.isFinite(stated);
    const wanted = isPlain ? Math.min(stated, longestBody) : longestBody;
    if (reserved + wanted > bytesInFlight) return new OtlpRefusal(429, 'The collector is busy');
    reserved += wanted;
    response.once('close', () => (reserved -= wanted));
    return undefined;
  };
}
