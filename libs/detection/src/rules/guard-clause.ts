import type { TextRange } from '../views/view.js';
import type { Rule } from './rule-schema.js';

/** A prompt that an operator wrote says at its beginning what the model is, and has some length. */
const leastCharacters = 200;
const opening =
  /^(?:#{1,3} |role\b|you are\b|you're\b|your (?:name|role|task|job|goal)\b|as (?:an? )?\w+|this (?:gpt|assistant|bot)\b|act as\b|(?:here are )?(?:the )?instructions?\b|rules?\b|important\b|do not (?:share|reveal|disclose)\b|never (?:share|reveal|disclose)\b|system prompt|(?:现在)?(?:你|您)(?:是|现在|将|的)|du bist\b|tu es\b|vous êtes\b|eres\b|você é\b|sei un)/;
/** It speaks of those it will talk to as of others; who attacks speaks of himself. */
const others =
  /\b(?:the user|a user|users|user's|someone|somebody|anyone|anybody|customers?|people|visitors?|students?|players?|attackers?|you are asked|you're asked|if asked)\b/;
const wish =
  /\b(?:ask|asks|asked|asking|try|tries|trying|wants?|requests?|requested|attempts?|says?|tells?|demands?|trick|manipulate|persuade)\b/;
const attempt =
  /\b(?:attempts?|requests?|efforts?|tries|commands?) (?:to|that|for|at)\b|\b(?:trick|fool|manipulate|persuade|convince|coerce|make) you\b/;
/** What such a prompt forbids, a few words before the forbidden. */
const forbidden =
  /\b(?:never|do not|don't|must not|mustn't|should not|shouldn't|will not|won't|cannot|can't|may not|not allowed to|not permitted to)\b|不要|不能|不得|不可|禁止|拒绝|切勿|请勿/;
const refusing = /\b(?:refus|declin|reject|apologi)/;
const forbiddenWithin = 60;
/** An order to keep silent, which may stand before a quotation of what is not to be answered, or after it. */
const silence =
  /(?:不要|不能|不得|不可|禁止|拒绝|切勿|请勿)[^。！？\n]{0,8}(?:回答|透露|告诉|泄露|答应|响应|请求)|\b(?:do not|don't|never|must not|should not|shouldn't|cannot|can't|will not|refuse to|decline to)(?: (?:ever|under|any|directly))?(?: (?:answer|respond|reply|comply|reveal|disclose|share|obey|fall for|do it|do this|repeat|print|output|tell|give))\b|\b(?:refuse|decline|reject|ignore) (?:such|this|these|it|them|any|all|the|politely|to)\b|\bthis is a (?:trick|trap)\b|\bnever do (?:it|this|that|so)\b/;
/** Before what is quoted, or listed. */
const quotation = /[:"“‘«']/;
const characterKept = /\b(?:character|role|persona)\b/;
const readBefore = 160;
const readAfter = 80;
const paragraphBefore = 400;

/** Families whose wording an operator's prompt repeats when it says what to do about it. */
const guardedFamilies: ReadonlySet<string> = new Set([
  'instruction-override',
  'system-prompt-extraction',
  'secret-extraction',
]);

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
  const isGuard =
    (others.test(words) && wish.test(words)) ||
    (!isPersona &&
      (attempt.test(words) || isForbidden(text.slice(sentence.start, start)) || isQuoted(text, start)));
  return isGuard ? sentence : undefined;
}

/** True after a prohibition of anything but refusing. */
function isForbidden(before: string): boolean {
  const nearby = before.slice(-forbiddenWithin);
  return forbidden.test(nearby) && !refusing.test(nearby);
}

/** True within what a paragraph quotes after an order to keep silent. */
function isQuoted(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - paragraphBefore), start);
  const paragraph = before.slice(before.lastIndexOf('\n') + 1);
  const order = silence.exec(paragraph);
  return order !== null && quotation.test(paragraph.slice(order.index + order[0].length));
}

function sentenceAt(text: string, start: number, end: number): TextRange {
  const before = text.slice(Math.max(0, start - readBefore), start);
  const after = text.slice(end, end + readAfter);
  const from = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('. '), before.lastIndexOf('! ')) + 1;
  const to = after.search(/[.!?\n]/);
  return { start: start - before.length + from, end: end + (to === -1 ? after.length : to) };
}
