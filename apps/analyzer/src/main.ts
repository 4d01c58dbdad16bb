import { loadConfig } from '#config';
import { runApp } from '#telemetry';
import { createAnalyzerModule } from './app.module.js';
import { configSchema } from './config.js';

await runApp({
  service: 'tunewarden-analyzer',
  configure: () => ({ ...loadConfig(configSchema, process.env), environment: process.env }),
  module: createAnalyzerModule,
});
