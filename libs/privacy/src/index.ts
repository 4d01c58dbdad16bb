export { type TenantKey, deriveTenantKey } from './keyed-token.js';
export { maskInteraction } from './mask-interaction.js';
