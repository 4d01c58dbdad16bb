export { type KeyPurpose, type KeyStore } from './key-store.js';
export { type KeyDescription, createKey, destroyKeys, listKeys, rotateKey } from './administer-keys.js';
export { seal, unseal } from './seal.js';
export { keyConfigShape, openKeyStore } from './open-key-store.js';
