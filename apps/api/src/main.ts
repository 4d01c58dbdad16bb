import { loadConfig } from '#config';
import { runApp } from '#telemetry';
import { createApiModule } from './app.module.js';
import { configSchema } from './config.js';
import { prepareHttp } from './http/prepare-http.js';

await runApp({
  service: 'tunewarden-api',
  configure: () => loadConfig(configSchema, process.env),
  module: createApiModule,
  prepare: prepareHttp,
});
