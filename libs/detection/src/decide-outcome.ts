import type { Outcome, ResponseVerdict } from '#contracts';
import { leakRunWords } from './leaks/system-prompt-run.js';

/** What an attack came to: evidence of an attack x what the response did. `none` without an attack or a response. */
export function decideOutcome(
  attack: { readonly flagged: boolean },
  verdict: ResponseVerdict | null,
  leaks: { readonly systemPromptRunWords: number; readonly secrets: readonly string[] },
): Outcome {
  if (!attack.flagged || verdict === null) return 'none';
  if (leaks.systemPromptRunWords >= leakRunWords || leaks.secrets.length > 0) return 'leaked';
  // Nobody can say: counted as neither repelled nor successful.
  return verdict === 'unsure' ? 'partial' : verdict;
}
