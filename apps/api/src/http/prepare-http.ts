import type { AppParts } from '#telemetry';
import type { NestExpressApplication } from '@nestjs/platform-express';
import cookieParser from 'cookie-parser';
import type { ApiConfig } from '../config.js';
import { serveConsole } from '../console/serve-console.js';
import { ProblemFilter } from './problem.filter.js';
import { securityHeaders } from './security-headers.js';

/** The order in which a request meets things: headers, cookies, the console's files, then the routes. */
export function prepareHttp(app: NestExpressApplication, { config, logger }: AppParts<ApiConfig>): void {
  app.use(securityHeaders);
  app.use(cookieParser());
  serveConsole(app, config.CONSOLE_DIR);
  app.useGlobalFilters(new ProblemFilter(logger));
}
