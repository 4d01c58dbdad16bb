import type { IncomingMessage } from 'node:http';
import type { AppParts } from '#telemetry';
import type { NestExpressApplication } from '@nestjs/platform-express';
import cookieParser from 'cookie-parser';
import type { ApiConfig } from '../config.js';
import { serveConsole } from '../console/serve-console.js';
import { inboundPath } from '../inbound/raw-body.js';
import { ProblemFilter } from './problem.filter.js';
import { securityHeaders } from './security-headers.js';

/** The order in which a request meets things: headers, cookies, the console's files, then the routes. */
export function prepareHttp(app: NestExpressApplication, { config, logger }: AppParts<ApiConfig>): void {
  app.use(securityHeaders);
  // Signatures are of bytes: what comes in from Slack and PagerDuty is not parsed before it is verified.
  app.useBodyParser('raw', {
    type: (request: IncomingMessage) => request.url?.startsWith(inboundPath) === true,
    limit: '1mb',
  });
  app.use(cookieParser());
  serveConsole(app, config.CONSOLE_DIR);
  app.useGlobalFilters(new ProblemFilter(logger));
}
