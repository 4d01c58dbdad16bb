export { type AdaptedRecord, type Format } from './format.js';
export { createFormats } from './create-formats.js';
export { joinParts } from './join-parts.js';
export { exportRequests } from './otlp/otlp-messages.js';
export { parseFieldMapping } from './mapping/field-mapping.js';
