export { type TenantKey, deriveTenantKey, pseudonym } from './keyed-token.js';
export { type MaskedText, maskText } from './mask-text.js';
export { type InteractionContext, maskInteraction } from './mask-interaction.js';
