export { withSpan } from './with-span.js';
export { type Logger, createLogger } from './create-logger.js';
export { startTelemetry } from './start-telemetry.js';
export { metrics } from './metrics.js';
export { HealthModule } from './health.module.js';
export { type AppParts, runApp } from './run-app.module.js';
export { type ScheduledWork, scheduledWork } from './scheduled-work.js';
