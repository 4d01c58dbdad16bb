import type { Interaction } from '#contracts';
import { type TextMeasures, measureText } from './measure-text.js';

/** The texts of an interaction, each measured once. */
export interface InteractionTexts {
  /** The last thing a user said; undefined where the prompt was not logged. */
  readonly prompt: TextMeasures | undefined;
  readonly response: TextMeasures | undefined;
}

export function textsOf({ messages, response }: Interaction): InteractionTexts {
  const prompt = messages.findLast(({ role }) => role === 'user')?.content;
  return {
    prompt: prompt === undefined ? undefined : measureText(prompt),
    response: response === undefined ? undefined : measureText(response.content),
  };
}

/** The function that takes one measure of the prompt. */
export function ofPrompt<Name extends keyof TextMeasures>(name: Name) {
  return (_: unknown, __: unknown, { prompt }: InteractionTexts): TextMeasures[Name] | undefined =>
    prompt?.[name];
}

/** The function that takes one measure of the response. */
export function ofResponse<Name extends keyof TextMeasures>(name: Name) {
  return (_: unknown, __: unknown, { response }: InteractionTexts): TextMeasures[Name] | undefined =>
    response?.[name];
}

/** True where prompt and response are in different languages that are both known. */
export function languageDiffers(
  _: unknown,
  __: unknown,
  { prompt, response }: InteractionTexts,
): boolean | undefined {
  if (prompt === undefined || response === undefined) return undefined;
  if (prompt.language === '?' || response.language === '?') return undefined;
  return prompt.language !== response.language;
}
