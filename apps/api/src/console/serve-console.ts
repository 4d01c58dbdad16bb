import { join, resolve } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';

/** Paths that are not the console's; everything else without a file is a view of it. */
const notConsole = /^\/(?:v1|login|openapi\.json|healthz|readyz|metrics|assets)(?:\/|$)/;

/** Serves the built console: its assets for good, since their names change with them, and its page for every view. */
export function serveConsole(app: NestExpressApplication, directory: string): void {
  const root = resolve(directory);
  app.useStaticAssets(join(root, 'assets'), {
    prefix: '/assets',
    immutable: true,
    maxAge: '1y',
    index: false,
  });
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (request.method !== 'GET' || notConsole.test(request.path)) return next();
    response.sendFile('index.html', { root, cacheControl: false }, (error?: Error) => {
      if (error !== undefined && !response.headersSent) next();
    });
  });
}
