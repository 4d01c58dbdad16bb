import type { Interaction } from '#contracts';

const rudeWords =
  /\b(?:idiots?|morons?|stupid|dumb(?:ass)?|losers?|shut up|fuck\w{0,5}|shit\w{0,4}|bitch(?:es)?|bastards?|assholes?|crap|damn|hate you|kill yourself|worthless|disgusting|pathetic)\b/i;
const link = /https?:\/\//i;
const bullet = /^\s{0,8}(?:[-*•]|\d{1,3}[.)])\s/m;
const apology = /\b(?:sorry|apologi[sz]e|unfortunately|leider|désolé|lo siento)\b/i;
/** Enough to tell what a text is like, and the same cost for a long one. */
const read = 8_000;

/** What is true of a response's text; undefined where there is none. */
function ofText(holds: (text: string) => boolean) {
  return ({ response }: Interaction): boolean | undefined =>
    response === undefined ? undefined : holds(response.content.slice(0, read));
}

export const responseHasCode = ofText((text) => text.includes('```'));
export const responseHasList = ofText((text) => bullet.test(text));
export const responseHasLink = ofText((text) => link.test(text));
export const responseAsks = ofText((text) => text.trimEnd().endsWith('?'));
export const responseIsRude = ofText((text) => rudeWords.test(text));
export const responseApologizes = ofText((text) => apology.test(text));
export const responseIsEmpty = ofText((text) => text.trim() === '');
/** Ends in the middle of something: no end mark, bracket or fence. */
export const responseBreaksOff = ofText((text) => /[\p{L}\p{N},;:-]$/u.test(text.trimEnd()));

export function finishReason({ response }: Interaction): string | undefined {
  return response?.finishReason;
}

export function callsTools({ response }: Interaction): boolean | undefined {
  return response === undefined ? undefined : (response.toolCalls?.length ?? 0) > 0;
}

export function tokensPerSecond({ outputTokens, latencyMs }: Interaction): number | undefined {
  if (outputTokens === undefined || latencyMs === undefined || latencyMs <= 0) return undefined;
  return (outputTokens / latencyMs) * 1_000;
}

/** Entities that were masked in the response. */
export function maskedInResponse({ response, maskedInResponse: counts }: Interaction): number | undefined {
  return response === undefined ? undefined : sum(counts);
}

/** Entities that were masked in the messages. */
export function maskedInMessages({ maskedInMessages: counts }: Interaction): number {
  return sum(counts);
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
