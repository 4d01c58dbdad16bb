import { guardrailRecordSchema, headerNames, interactionSchema } from '#contracts';
import { headerText } from '#kafka';
import { type Step, drop, proceed } from '#pipeline';
import type { Located, Parsed, ParsedGuardrail } from '../scanned.js';

/** What a masked record holds: an interaction, or a guardrail's verdict about one. */
export function parseStep(): Step<Located, Parsed | ParsedGuardrail> {
  return (located) => {
    const json = jsonOf(located.record.value);
    if (headerText(located.record, headerNames.recordKind) === 'guardrail') {
      const parsed = guardrailRecordSchema.safeParse(json);
      return parsed.success ? proceed({ ...located, guardrail: parsed.data }) : drop('unreadable');
    }
    const parsed = interactionSchema.safeParse(json);
    return parsed.success ? proceed({ ...located, interaction: parsed.data }) : drop('unreadable');
  };
}

function jsonOf(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString('utf8') ?? '') as unknown;
  } catch {
    return undefined;
  }
}
