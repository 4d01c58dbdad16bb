import type { NativeInteraction } from '#contracts';
import { asText, cleanIdentifier } from '../clean-text.js';
import type { AdaptContext, AdaptedRecord } from '../format.js';
import type { OtlpLog } from '../otlp/otlp-records.js';
import { own } from '../own.js';
import { finiteOf } from '../read-numbers.js';
import { checked, interactionOf } from '../native-record.js';
import { commonFields, firstOf, interactionIdOf } from './common-fields.js';
import { contentOfEvent } from './log-events.js';
import { contentFrom, firstFinishReason } from './span-content.js';

/** Events that hold a whole interaction (since 1.37, and their later name). */
const wholeEvents = new Set(['gen_ai.client.inference.operation.details', 'gen_ai.client.inference']);

/** The records of log events: whole interactions, parts to be joined with their span, verdicts of guardrails. */
export function adaptLogs(
  logs: readonly OtlpLog[],
  { receivedAtMs }: AdaptContext,
): readonly AdaptedRecord[] {
  return logs.map((log) => adaptLog(log, receivedAtMs));
}

function adaptLog(log: OtlpLog, receivedAtMs: number): AdaptedRecord {
  if (!log.name.startsWith('gen_ai.')) return { kind: 'skip', reason: 'not-genai' };
  if (wholeEvents.has(log.name)) return adaptWhole(log, receivedAtMs);
  const of = interactionIdOf(log);
  if (of === undefined) return { kind: 'skip', reason: 'no-span-id' };
  if (log.name === 'gen_ai.evaluation.result') return adaptEvaluation(log, of);
  const content = contentOfEvent(log.name, log.body, log.attributes);
  if (content === undefined) return { kind: 'skip', reason: 'another-event' };
  const { messages, response, system } = content;
  if (messages.length === 0 && response === undefined && system === undefined) {
    return { kind: 'skip', reason: 'no-text' };
  }
  const native = interactionOf(commonFields(log, receivedAtMs), content);
  return checked(native, (valid) => ({ kind: 'part', of, part: 'event', native: valid }));
}

/** The attributes are those of the span; instrumentations differ in whether they put the messages into the body. */
function adaptWhole(log: OtlpLog, receivedAtMs: number): AdaptedRecord {
  const { body, attributes } = log;
  const field = (name: string): unknown =>
    attributes.get(`gen_ai.${name}`) ?? own(body, `gen_ai.${name}`) ?? own(body, name);
  const content = contentFrom({
    system: field('system_instructions'),
    input: field('input.messages'),
    output: field('output.messages'),
    finishReason: firstFinishReason(attributes),
  });
  if (content === undefined) return { kind: 'skip', reason: 'no-text' };
  const native = interactionOf(commonFields(log, receivedAtMs), content);
  return checked(native, (valid) => ({ kind: 'interaction', native: valid }));
}

function adaptEvaluation(log: OtlpLog, of: string): AdaptedRecord {
  const label = firstOf(log, 'gen_ai.evaluation.score.label', 'error.type');
  const score = finiteOf(firstOf(log, 'gen_ai.evaluation.score.value'));
  const result: NonNullable<NativeInteraction['guardrail']>[number] = {
    policy: asText(firstOf(log, 'gen_ai.evaluation.name') ?? 'unnamed', 200),
    verdict: asText(label ?? score ?? 'unknown', 200),
    ...(score !== undefined && { score }),
  };
  const tenant = cleanIdentifier(firstOf(log, 'tunewarden.tenant'), 64) ?? 'default';
  return { kind: 'guardrail', of, tenant, results: [result] };
}
