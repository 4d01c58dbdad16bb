/** Code that would put a secret there, and words that people write instead of one. */
const syntax = /^[$<{[(%]|[{}<>()]|^\*+$|^\.{3}|^(.)\1+$|^%[a-z]|\$\{|\[[a-z]+\]/i;
const words =
  /^(?:your|my|the|some|an?|insert|enter|example|sample|dummy|fake|test|placeholder|change[_-]?me|redacted|hidden|null|none|nil|undefined|true|false|string|number|object|process\.env|os\.environ|env\.|config\.|self\.|this\.|password|passwd|pass|secret|token|user(?:name)?|x{3,})(?:[^a-z\d]|$)/i;

/** Whether what stands in a secret's place is a variable or a template. */
export function isTemplate(value: string): boolean {
  return syntax.test(value);
}

/** Whether it is that, or a stand-in word. */
export function isPlaceholder(value: string): boolean {
  return isTemplate(value) || words.test(value) || /^[A-Z]+(?:_[A-Z]+)+$/.test(value);
}
