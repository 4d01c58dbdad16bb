export { type Role, isAtLeast, isRole, roles } from './roles.js';
export { type Permission, isPermission, permissions, permissionsOf } from './permissions.js';
export { apiTokenOf, prefixOf, secretDigest } from './api-token.js';
export { type ChainEnd, chainStart, followChain } from './audit-chain.js';
