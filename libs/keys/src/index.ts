export { type KeyPurpose, type KeyStore } from './key-store.js';
export { type KeyDescription, createKey, destroyKeys, listKeys, rotateKey } from './administer-keys.js';
export { keyConfigShape, openKeyStore } from './open-key-store.js';
