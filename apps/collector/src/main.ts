import { loadConfig } from '#config';
import { runApp } from '#telemetry';
import { createCollectorModule } from './app.module.js';
import { configSchema } from './config.js';
import { prepareOtlp } from './otlp/prepare-otlp.js';

await runApp({
  service: 'tunewarden-collector',
  configure: () => loadConfig(configSchema, process.env),
  module: createCollectorModule,
  prepare: prepareOtlp,
});
