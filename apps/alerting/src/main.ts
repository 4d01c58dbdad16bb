import { loadConfig } from '#config';
import { runApp } from '#telemetry';
import { createAlertingModule } from './app.module.js';
import { configSchema } from './config.js';

await runApp({
  service: 'tunewarden-alerting',
  configure: () => ({ ...loadConfig(configSchema, process.env), environment: process.env }),
  module: createAlertingModule,
});
