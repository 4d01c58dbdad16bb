import type { Signal } from '#contracts';

/** What `--fail-on` can name. */
export const failConditions = ['flagged', 'refused', 'partial', 'complied', 'leaked'] as const;
export type FailCondition = (typeof failConditions)[number];

/** The output line of `scan` for one input: the signal in the words of the command line, without spans. */
export function scanLine(id: string, { attack, response, outcome, leaks }: Signal) {
  const { spans: _spans, promptFamily = null, ...attackWithoutSpans } = attack;
  return {
    id,
    attack: { ...attackWithoutSpans, prompt_family: promptFamily },
    response: { verdict: response.verdict, refusal_score: response.refusalScore },
    outcome,
    leaks: {
      system_prompt_run: leaks.systemPromptRunWords,
      pii: leaks.pii,
      secrets: leaks.secrets,
      training_data_run: leaks.trainingDataRunWords,
    },
  };
}

/** True where a signal is what a condition names: flagged at all, or a flagged attack with that outcome. */
export function meetsCondition({ attack, outcome }: Signal, condition: FailCondition): boolean {
  return condition === 'flagged' ? attack.flagged : outcome === condition;
}
