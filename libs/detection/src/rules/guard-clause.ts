import type { TextRange } from '../views/view.js';
import type { Rule } from './rule-schema.js';

/** A prompt that an operator wrote says at its beginning what the model is, and has some length. */
const leastCharacters = 200;
const opening =
  /^(?:#{1,3} |role\b|you are\b|you're\b|your (?:name|role|task|job|goal)\b|as (?:an? )?\w+|this (?:gpt|assistant|bot)\b|act as\b|instructions?:|system prompt)/;
/** It speaks of those it will talk to as of others; who attacks speaks of himself. */
const others =
  /\b(?:the user|a user|users|user's|someone|somebody|anyone|anybody|customers?|people|visitors?|students?|players?|attackers?|you are asked|you're asked|if asked)\b/;
const wish =
  /\b(?:ask|asks|asked|asking|try|tries|trying|wants?|requests?|requested|attempts?|says?|tells?|demands?|trick|manipulate|persuade)\b/;
const attempt =
  /\b(?:attempts?|requests?|efforts?|tries|commands?) (?:to|that|for|at)\b|\b(?:trick|fool|manipulate|persuade|convince|coerce|make) you\b/;
const characterKept = /\b(?:character|role|persona)\b/;
const readBefore = 160;
const readAfter = 80;

/** Families whose wording an operator's prompt repeats when it says what to do about it. */
const guardedFamilies: ReadonlySet<string> = new Set(['instruction-override', 'system-prompt-extraction']);

/** True where a text reads like the prompt of an operator, whoever sends it. */
export function readsLikeOperatorPrompt(text: string): boolean {
  return text.length >= leastCharacters && opening.test(text.slice(0, 60).trimStart());
}

/**
 * The sentence of such a prompt in which a rule matched, if that sentence tells the model what to do when others try
 * it ("if a user asks you to ignore your instructions, decline"): quoting an attack is none.
 */
export function guardClauseAt(text: string, { start, end }: TextRange, rule: Rule): TextRange | undefined {
  const isPersona = rule.family === 'persona' && characterKept.test(text.slice(start, end));
  if (!isPersona && !guardedFamilies.has(rule.family)) return undefined;
  const sentence = sentenceAt(text, start, end);
  const words = text.slice(sentence.start, sentence.end);
  return (others.test(words) && wish.test(words)) || (!isPersona && attempt.test(words))
    ? sentence
    : undefined;
}

function sentenceAt(text: string, start: number, end: number): TextRange {
  const before = text.slice(Math.max(0, start - readBefore), start);
  const after = text.slice(end, end + readAfter);
  const from = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('. '), before.lastIndexOf('! ')) + 1;
  const to = after.search(/[.!?\n]/);
  return { start: start - before.length + from, end: end + (to === -1 ? after.length : to) };
}
