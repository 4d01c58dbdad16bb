import type { Taxonomy } from '#contracts';
import type { Pattern } from './pattern.js';

const jailbreak: Taxonomy = { atlas: ['AML.T0054', 'AML.T0065'], owasp: ['LLM01'] };
const injection: Taxonomy = { atlas: ['AML.T0051', 'AML.T0054'], owasp: ['LLM01'] };

const taxonomy: Readonly<Record<Pattern['kind'], Taxonomy>> = {
  'retry-until-comply': jailbreak,
  escalation: jailbreak,
  probing: jailbreak,
  'persistent-attacker': injection,
  'guardrail-violations': injection,
  'guardrail-policies': injection,
  'guardrail-bypassed': injection,
  'denial-of-wallet': { atlas: ['AML.T0029', 'AML.T0034'], owasp: ['LLM10'] },
  'record-harvesting': { atlas: ['AML.T0024', 'AML.T0057'], owasp: ['LLM02', 'LLM06'] },
};

/** The MITRE ATLAS techniques and OWASP LLM risks that a pattern over messages is a case of. */
export function taxonomyOfPattern(kind: Pattern['kind']): Taxonomy {
  return taxonomy[kind];
}
