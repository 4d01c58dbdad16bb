import { runApp } from '#telemetry';
import { createCollectorModule } from './app.module.js';
import { readConfig } from './config.js';
import { prepareOtlp } from './otlp/prepare-otlp.js';

await runApp({
  service: 'tunewarden-collector',
  configure: readConfig,
  module: createCollectorModule,
  prepare: prepareOtlp,
});
