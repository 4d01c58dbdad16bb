import type { Taxonomy } from '#contracts';

/** MITRE ATLAS v5.6 tactics by folder name of `rules/`: the goal that the technique serves. */
export const atlasTactics = [
  'reconnaissance',
  'resource-development',
  'initial-access',
  'ai-model-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'ai-attack-staging',
  'command-and-control',
  'exfiltration',
  'impact',
] as const;

/** Id to name of the MITRE ATLAS v5.6 techniques that a rule may claim. */
export const atlasTechniques: Readonly<Record<string, string>> = {
  'AML.T0018.000': 'Poison AI Model',
  'AML.T0020': 'Poison Training Data',
  'AML.T0024': 'Exfiltration via AI Inference API',
  'AML.T0024.000': 'Infer Training Data Membership',
  'AML.T0024.001': 'Invert AI Model',
  'AML.T0024.002': 'Extract AI Model',
  'AML.T0029': 'Denial of AI Service',
  'AML.T0031': 'Erode AI Model Integrity',
  'AML.T0034': 'Cost Harvesting',
  'AML.T0046': 'Spamming AI System with Chaff Data',
  'AML.T0051': 'LLM Prompt Injection',
  'AML.T0051.000': 'LLM Prompt Injection: Direct',
  'AML.T0051.001': 'LLM Prompt Injection: Indirect',
  'AML.T0053': 'AI Agent Tool Invocation',
  'AML.T0054': 'LLM Jailbreak',
  'AML.T0055': 'Unsecured Credentials',
  'AML.T0056': 'Extract LLM System Prompt',
  'AML.T0057': 'LLM Data Leakage',
  'AML.T0065': 'LLM Prompt Crafting',
  'AML.T0068': 'LLM Prompt Obfuscation',
  'AML.T0069': 'Discover LLM System Information',
  'AML.T0077': 'LLM Response Rendering',
};

/** Id to name of the OWASP Top 10 for LLM Applications 2025. */
export const owaspRisks: Readonly<Record<string, string>> = {
  LLM01: 'Prompt Injection',
  LLM02: 'Sensitive Information Disclosure',
  LLM03: 'Supply Chain',
  LLM04: 'Data and Model Poisoning',
  LLM05: 'Improper Output Handling',
  LLM06: 'Excessive Agency',
  LLM07: 'System Prompt Leakage',
  LLM08: 'Vector and Embedding Weaknesses',
  LLM09: 'Misinformation',
  LLM10: 'Unbounded Consumption',
};

/** The attack families of the shipped rules. A user's own rule may name another one. */
export const attackFamilies = [
  'instruction-override',
  'delimiter-spoofing',
  'persona',
  'developer-mode',
  'refusal-suppression',
  'system-prompt-extraction',
  'repeat-divergence',
  'url-exfiltration',
  'indirect-instruction',
  'encoded-payload',
  'training-data-extraction',
  'credential-exposure',
  'record-harvesting',
  'denial-of-wallet',
  'fictional-frame',
  'hidden-text',
  'host-access',
  'many-shot',
  'membership-inference',
  'payload-splitting',
  'poisoning',
  'system-discovery',
  'tool-coercion',
  'system-prompt-leak',
] as const;

type FamilyTaxonomy = readonly [atlas: readonly string[], owasp: readonly string[]];

/** What a find of a family is a case of, whatever found it: a rule, a head or the response. */
const familyTaxonomy: Readonly<Record<string, FamilyTaxonomy>> = {
  'instruction-override': [['AML.T0051'], ['LLM01']],
  'delimiter-spoofing': [['AML.T0051'], ['LLM01']],
  persona: [['AML.T0054'], ['LLM01']],
  'developer-mode': [['AML.T0054'], ['LLM01']],
  'refusal-suppression': [['AML.T0054', 'AML.T0065'], ['LLM01']],
  'system-prompt-extraction': [['AML.T0056', 'AML.T0069'], ['LLM07']],
  'repeat-divergence': [
    ['AML.T0024', 'AML.T0029', 'AML.T0057'],
    ['LLM02', 'LLM10'],
  ],
  'url-exfiltration': [
    ['AML.T0057', 'AML.T0077'],
    ['LLM02', 'LLM05'],
  ],
  'indirect-instruction': [['AML.T0051.001'], ['LLM01', 'LLM06']],
  'encoded-payload': [['AML.T0054', 'AML.T0068'], ['LLM01']],
  'training-data-extraction': [['AML.T0024', 'AML.T0024.001', 'AML.T0057'], ['LLM02']],
  'credential-exposure': [['AML.T0055', 'AML.T0057'], ['LLM02']],
  'record-harvesting': [
    ['AML.T0024', 'AML.T0057'],
    ['LLM02', 'LLM06'],
  ],
  'denial-of-wallet': [['AML.T0029', 'AML.T0034'], ['LLM10']],
  'fictional-frame': [['AML.T0054', 'AML.T0065'], ['LLM01']],
  'hidden-text': [['AML.T0051', 'AML.T0068'], ['LLM01']],
  'host-access': [['AML.T0053'], ['LLM05', 'LLM06']],
  'many-shot': [['AML.T0054', 'AML.T0065'], ['LLM01']],
  'membership-inference': [['AML.T0024.000', 'AML.T0057'], ['LLM02']],
  'payload-splitting': [['AML.T0054', 'AML.T0068'], ['LLM01']],
  poisoning: [['AML.T0020', 'AML.T0051'], ['LLM04']],
  'system-discovery': [['AML.T0069'], ['LLM07']],
  'tool-coercion': [
    ['AML.T0051', 'AML.T0053'],
    ['LLM01', 'LLM06'],
  ],
  'optimiser-suffix': [['AML.T0054', 'AML.T0068'], ['LLM01']],
  'unseen-wording': [['AML.T0051', 'AML.T0054'], ['LLM01']],
  'system-prompt-leak': [['AML.T0056', 'AML.T0057'], ['LLM07']],
  'training-data-leak': [['AML.T0024', 'AML.T0057'], ['LLM02']],
  'guardrail-erosion': [['AML.T0031'], ['LLM04']],
};
/** A user's rule may name a family of its own: it is read in prompts, so it is a prompt injection at the least. */
const ofUnknownFamily: FamilyTaxonomy = [['AML.T0051'], ['LLM01']];

/** The ids that finds of these families are cases of, each once, in order. */
export function taxonomyOf(families: readonly string[]): Taxonomy {
  const all = families.map((family) => familyTaxonomy[family] ?? ofUnknownFamily);
  const sorted = (ids: readonly string[]) => [...new Set(ids)].sort();
  return { atlas: sorted(all.flatMap(([atlas]) => atlas)), owasp: sorted(all.flatMap(([, owasp]) => owasp)) };
}
