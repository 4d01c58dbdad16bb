export { Secret, secretSchema } from './secret.js';
export { commonConfigShape, loadConfig } from './load-config.js';
export { readRuleFiles, shippedRulesDirectory } from './rule-files.js';
