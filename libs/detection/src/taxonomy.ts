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
  'system-prompt-leak',
] as const;
