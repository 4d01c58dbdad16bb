export { type Result, ok, err } from './result.js';
export { AppError, describeError } from './app-error.js';
export { type Clock, systemClock } from './clock.js';
export {
  type Branded,
  type FindingId,
  type EvidenceId,
  type IncidentId,
  type NotificationId,
  deterministicUuid,
} from './ids.js';
