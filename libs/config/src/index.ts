export { Secret, secretSchema } from './secret.js';
export { commonConfigShape, loadConfig } from './load-config.js';
export { readYamlFiles, shippedDirectory } from './yaml-files.js';
