export { type Rule } from './rules/rule-schema.js';
export { parseRules } from './rules/parse-rules.js';
export { type RuleSet, compileRules } from './rules/compile-rules.js';
export { checkSamples } from './rules/check-samples.js';
export { type ScanInput } from './scan-input.js';
export { scanInteraction } from './scan-interaction.js';
export { atlasTechniques, owaspRisks } from './taxonomy.js';
export { scanConversation } from './scan-conversation.js';
export { currentTurnStart } from './segments.js';
