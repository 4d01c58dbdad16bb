export { Secret, secretSchema } from './secret.js';
export { commonConfigShape, loadConfig } from './load-config.js';
export { type RuleFile, readRuleFiles, shippedRulesDirectory } from './rule-files.js';
