export { Secret, secretSchema } from './secret.js';
export { commonConfigShape, loadConfig } from './load-config.js';
export { headsPath, readShippedHeads } from './heads-file.js';
export { readYamlFiles, shippedDirectory } from './yaml-files.js';
