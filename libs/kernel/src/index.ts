export { type Result, ok, err } from './result.js';
export { AppError, describeError } from './app-error.js';
export { type Clock, systemClock } from './clock.js';
export { deterministicUuid } from './ids.js';
export { wilsonInterval } from './wilson.js';
