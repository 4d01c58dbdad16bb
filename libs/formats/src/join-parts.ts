import type { Interaction } from '#contracts';

/** A masked part of one interaction: its span, or a log event with one of its messages or its response. */
export interface InteractionPart {
  readonly part: 'span' | 'event';
  readonly interaction: Interaction;
}

/**
 * The interaction that a span and its log events add up to: messages in the order of the events, the response of the
 * choice, everything else as the span has it. undefined where there is no span, or no text at all.
 */
export function joinParts(parts: readonly InteractionPart[]): Interaction | undefined {
  const span = parts.find(({ part }) => part === 'span')?.interaction;
  if (span === undefined) return undefined;
  const all = [span, ...parts.filter(({ part }) => part === 'event').map(({ interaction }) => interaction)];
  const messages = all.flatMap((one) => one.messages);
  const response = all.findLast((one) => one.response !== undefined)?.response;
  if (messages.length === 0 && response === undefined) return undefined;
  return {
    ...span,
    system: all.find((one) => one.system !== undefined)?.system,
    session: all.find((one) => one.session !== undefined)?.session,
    actor: all.find((one) => one.actor !== undefined)?.actor,
    messages,
    response,
    guardrail: all.flatMap((one) => one.guardrail ?? []),
    maskedInMessages: sumOf(all.map((one) => one.maskedInMessages)),
    maskedInResponse: sumOf(all.map((one) => one.maskedInResponse)),
  };
}

function sumOf(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [type, count] of counts.flatMap(Object.entries<number>)) sum[type] = (sum[type] ?? 0) + count;
  return sum;
}
