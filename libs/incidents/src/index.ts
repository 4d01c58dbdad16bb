export { type IncidentState, decideIncident } from './decide-incident.js';
export { plainText } from './plain-text.js';
export { retryDelayMs } from './retry-delay.js';
