export { type MaskingOf, maskGuardrail, maskInteraction } from './mask-interaction.js';
export { allMaskers } from './maskers/all-maskers.js';
export { findEntities, maskText } from './mask-text.js';
export { pseudonym } from './keyed-token.js';
export { compileMaskingPolicy, parseMaskingPolicy } from './masking-policy.js';
