import type { Interaction, Signal } from '#contracts';

export function isRefusal(_: Interaction, { response }: Signal): boolean | undefined {
  return response.verdict === null ? undefined : response.verdict === 'refused';
}

export function isPartialRefusal(_: Interaction, { response }: Signal): boolean | undefined {
  return response.verdict === null ? undefined : response.verdict === 'partial';
}

export function isAttack(_: Interaction, { attack }: Signal): boolean {
  return attack.flagged;
}

export function attackScore(_: Interaction, { attack }: Signal): number {
  return attack.score;
}

/** The likeliest attack family, of attacks alone. */
export function attackFamily(_: Interaction, { attack }: Signal): string | undefined {
  return attack.flagged ? Object.keys(attack.families)[0] : undefined;
}

/** Of attacks that were answered: whether the answer gave them what they wanted. */
export function attackWorked(_: Interaction, { attack, response, outcome }: Signal): boolean | undefined {
  if (!attack.flagged || response.verdict === null) return undefined;
  return outcome === 'complied' || outcome === 'leaked';
}

export function hasDecoding(_: Interaction, { attack }: Signal): boolean {
  return attack.decodings.length > 0;
}

/** Whether the response has personal data that nothing before it had; an echo is not new. */
export function hasNewPii({ response }: Interaction, { leaks }: Signal): boolean | undefined {
  return response === undefined ? undefined : leaks.pii.length > 0;
}

export function hasNewSecret({ response }: Interaction, { leaks }: Signal): boolean | undefined {
  return response === undefined ? undefined : leaks.secrets.length > 0;
}

/** Longest run of words of the system prompt that the response repeats. */
export function systemPromptRun({ system }: Interaction, { response, leaks }: Signal): number | undefined {
  return system === undefined || response.verdict === null ? undefined : leaks.systemPromptRunWords;
}

export function hasError({ error }: Interaction): boolean {
  return error !== undefined;
}

/** Messages of the conversation so far. */
export function turns({ messages }: Interaction): number {
  return messages.length;
}

/** Whether a guardrail upstream was asked and objected. */
export function guardrailObjects({ guardrail }: Interaction): boolean | undefined {
  if (guardrail === undefined || guardrail.length === 0) return undefined;
  return guardrail.some(({ verdict }) => objects(verdict));
}

/** Whether a guardrail's verdict is an objection. */
export function objects(verdict: string): boolean {
  return /^(?:block|deny|denied|reject|fail|flag|unsafe|intervene)/i.test(verdict);
}

/** Whether it was to stop the interaction; one that intervenes may have masked a word and let it go on. */
export function blocks(verdict: string): boolean {
  return /^(?:block|deny|denied|reject)/i.test(verdict);
}

/** Whether something in the prompt came from a document or a tool. */
export function readsForeignText({ messages }: Interaction): boolean {
  return messages.some(({ where, role }) => role === 'tool' || where === 'retrieved' || where === 'tool');
}

export function promptHasCode({ messages }: Interaction): boolean | undefined {
  return messages.findLast(({ role }) => role === 'user')?.content.includes('```');
}
