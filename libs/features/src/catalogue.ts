import type { Interaction, Signal } from '#contracts';
import * as response from './response-features.js';
import * as signal from './signal-features.js';
import { type InteractionTexts, languageDiffers, ofPrompt, ofResponse } from './text-features.js';

/** One drift feature: what it is called, how to read it and how to get it from an interaction. */
export interface Feature {
  readonly label: string;
  readonly unit:
    'share' | 'characters' | 'words' | 'lines' | 'tokens' | 'tokens/s' | 'messages' | 'ms' | 'entities' | '';
  /** A change of it is a matter of safety, not only of behaviour. */
  readonly safety: boolean;
  /** A boolean is a rate, a number a distribution, a string a category; undefined: does not apply. */
  readonly valueOf: (
    interaction: Interaction,
    signal: Signal,
    texts: InteractionTexts,
  ) => boolean | number | string | undefined;
}

/** A feature of behaviour, and one whose change is a matter of safety. */
const plain = (label: string, unit: Feature['unit'], valueOf: Feature['valueOf']): Feature => ({
  label,
  unit,
  safety: false,
  valueOf,
});
const safety = (label: string, unit: Feature['unit'], valueOf: Feature['valueOf']): Feature => ({
  label,
  unit,
  safety: true,
  valueOf,
});

/** Every drift feature by name. A new one is a function and a line here. */
export const featureCatalogue: Readonly<Record<string, Feature>> = {
  refusal: plain('Refusal rate', 'share', signal.isRefusal),
  partial_refusal: plain('Partial refusals', 'share', signal.isPartialRefusal),
  attack: safety('Attack share', 'share', signal.isAttack),
  attack_score: plain('Attack score', '', signal.attackScore),
  attack_family: plain('Attack family', 'share', signal.attackFamily),
  attack_worked: safety('Attacks that worked', 'share', signal.attackWorked),
  encoded_prompt: plain('Encoded text in prompts', 'share', signal.hasDecoding),
  new_pii: safety('New personal data in responses', 'share', signal.hasNewPii),
  new_secret: safety('New credentials in responses', 'share', signal.hasNewSecret),
  system_prompt_run: safety('System prompt repeated', 'words', signal.systemPromptRun),
  error: plain('Errors', 'share', signal.hasError),
  turns: plain('Messages in the conversation', 'messages', signal.turns),
  guardrail: plain('Guardrail objections', 'share', signal.guardrailObjects),
  foreign_text: plain('Prompts with retrieved text', 'share', signal.readsForeignText),
  prompt_length: plain('Prompt length', 'characters', ofPrompt('length')),
  prompt_words: plain('Words of the prompt', 'words', ofPrompt('words')),
  prompt_lines: plain('Lines of the prompt', 'lines', ofPrompt('lines')),
  prompt_non_ascii: plain('Non-ASCII share of prompts', '', ofPrompt('nonAscii')),
  prompt_digits: plain('Digits in prompts', '', ofPrompt('digits')),
  prompt_punctuation: plain('Punctuation in prompts', '', ofPrompt('punctuation')),
  prompt_upper: plain('Capitals in prompts', '', ofPrompt('upper')),
  prompt_variety: plain('Word variety of prompts', '', ofPrompt('variety')),
  prompt_repetition: plain('Repetition in prompts', '', ofPrompt('repetition')),
  prompt_code: plain('Code in prompts', 'share', signal.promptHasCode),
  prompt_script: plain('Script of prompts', 'share', ofPrompt('script')),
  prompt_language: plain('Language of prompts', 'share', ofPrompt('language')),
  masked_in_messages: plain('Masked in messages', 'entities', response.maskedInMessages),
  input_tokens: plain('Prompt tokens', 'tokens', ({ inputTokens }) => inputTokens),
  response_length: plain('Response length', 'characters', ofResponse('length')),
  response_words: plain('Words of the response', 'words', ofResponse('words')),
  response_lines: plain('Lines of the response', 'lines', ofResponse('lines')),
  response_non_ascii: plain('Non-ASCII share of responses', '', ofResponse('nonAscii')),
  response_digits: plain('Digits in responses', '', ofResponse('digits')),
  response_punctuation: plain('Punctuation in responses', '', ofResponse('punctuation')),
  response_upper: plain('Capitals in responses', '', ofResponse('upper')),
  response_variety: plain('Word variety of responses', '', ofResponse('variety')),
  response_repetition: plain('Repetition in responses', '', ofResponse('repetition')),
  response_script: plain('Script of responses', 'share', ofResponse('script')),
  response_language: plain('Language of responses', 'share', ofResponse('language')),
  language_differs: plain('Answers in another language', 'share', languageDiffers),
  response_code: plain('Code in responses', 'share', response.responseHasCode),
  response_list: plain('Lists in responses', 'share', response.responseHasList),
  response_link: plain('Links in responses', 'share', response.responseHasLink),
  response_question: plain('Responses that ask back', 'share', response.responseAsks),
  response_rude: safety('Rude words in responses', 'share', response.responseIsRude),
  response_apology: plain('Apologies', 'share', response.responseApologizes),
  response_empty: plain('Empty responses', 'share', response.responseIsEmpty),
  response_broken_off: plain('Responses that break off', 'share', response.responseBreaksOff),
  masked_in_response: safety('Masked in responses', 'entities', response.maskedInResponse),
  output_tokens: plain('Response tokens', 'tokens', ({ outputTokens }) => outputTokens),
  latency_ms: plain('Latency', 'ms', ({ latencyMs }) => latencyMs),
  tokens_per_second: plain('Speed', 'tokens/s', response.tokensPerSecond),
  finish_reason: plain('Finish reason', 'share', response.finishReason),
  tool_call: plain('Tool calls', 'share', response.callsTools),
  prompt_template: plain('Prompt template', 'share', ({ promptTemplate }) => promptTemplate),
  app: plain('Application', 'share', ({ app }) => app),
};
