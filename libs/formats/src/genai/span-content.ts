import { own } from '../own.js';
import type { Attributes } from '../otlp/attributes.js';
import type { OtlpSpan } from '../otlp/otlp-records.js';
import { contentOfEvent } from './log-events.js';
import { openInferenceMessages } from './openinference.js';
import {
  type Content,
  type NativeMessage,
  type NativeResponse,
  parsed,
  readMessages,
  readResponse,
  readSystem,
} from '../content/read-messages.js';
import { unflatten } from './unflatten.js';

/** One way in which spans carry text; undefined where a span does not do it this way. */
type Convention = (span: OtlpSpan) => Content | undefined;

/** What was said, by the first convention that a span follows; undefined where it carries no text. */
export function contentOfSpan(span: OtlpSpan): Content | undefined {
  for (const convention of conventions) {
    const content = convention(span);
    if (content !== undefined) return content;
  }
  return undefined;
}

/** GenAI conventions since 1.37: structured, or as JSON text where an SDK has no structured attributes. */
function messageAttributes({ attributes }: OtlpSpan): Content | undefined {
  return contentFrom({
    system: attributes.get('gen_ai.system_instructions'),
    input: attributes.get('gen_ai.input.messages'),
    output: attributes.get('gen_ai.output.messages'),
    finishReason: firstFinishReason(attributes),
  });
}

/** GenAI conventions up to 1.27, and OpenLLMetry: one attribute a field, or one with all as JSON text. */
function promptAttributes({ attributes }: OtlpSpan): Content | undefined {
  const input = unflatten(attributes, 'gen_ai.prompt').map(withParts);
  const output = unflatten(attributes, 'gen_ai.completion').map(withParts);
  return contentFrom({
    input: input.length > 0 ? input : attributes.get('gen_ai.prompt'),
    output: output.length > 0 ? output : attributes.get('gen_ai.completion'),
    finishReason: firstFinishReason(attributes),
  });
}

/** OpenLLMetry writes a content of several parts as JSON text. */
function withParts(message: unknown): unknown {
  const content = parsed(own(message, 'content'));
  const isParts = Array.isArray(content) && content.every((part) => typeof own(part, 'type') === 'string');
  return isParts ? { ...(message as object), content: content as unknown } : message;
}

/** The Vercel AI SDK: messages as JSON text, the answer's text and tool calls apart. */
function vercelAi({ attributes }: OtlpSpan): Content | undefined {
  const calls = parsed(attributes.get('ai.response.toolCalls'));
  const text = attributes.get('ai.response.text') ?? attributes.get('ai.response.object');
  const hasAnswer = text !== undefined || Array.isArray(calls);
  return contentFrom({
    input: attributes.get('ai.prompt.messages'),
    output: hasAnswer ? [{ role: 'assistant', content: text, tool_calls: calls }] : undefined,
    finishReason: firstFinishReason(attributes),
  });
}

/** OpenInference. */
function openInference({ attributes }: OtlpSpan): Content | undefined {
  const found = openInferenceMessages(attributes);
  return found && contentFrom({ ...found, finishReason: firstFinishReason(attributes) });
}

/** Content on span events: one event for all of it (1.24), or an event a message. */
function spanEvents({ events, attributes }: OtlpSpan): Content | undefined {
  const prompt = events.find(({ name }) => name === 'gen_ai.content.prompt')?.attributes;
  const completion = events.find(({ name }) => name === 'gen_ai.content.completion')?.attributes;
  if (prompt ?? completion) {
    return contentFrom({
      input: prompt?.get('gen_ai.prompt'),
      output: completion?.get('gen_ai.completion'),
      finishReason: firstFinishReason(attributes),
    });
  }
  const contents = events.flatMap(
    (event) => contentOfEvent(event.name, Object.fromEntries(event.attributes), event.attributes) ?? [],
  );
  return contents.length === 0 ? undefined : contents.reduce(joined);
}

/** What a workflow got and gave, where nothing more precise is there. */
function inputAndOutput({ attributes }: OtlpSpan): Content | undefined {
  const input = attributes.get('traceloop.entity.input') ?? attributes.get('input.value');
  const output = attributes.get('traceloop.entity.output') ?? attributes.get('output.value');
  const [asked, answered] = [parsed(input), parsed(output)];
  return contentFrom({
    input: own(asked, 'messages') ?? own(asked, 'inputs') ?? input,
    output: own(answered, 'choices') ?? own(answered, 'generations') ?? own(answered, 'outputs') ?? output,
    finishReason: firstFinishReason(attributes),
  });
}

const conventions: readonly Convention[] = [
  messageAttributes,
  promptAttributes,
  openInference,
  vercelAi,
  spanEvents,
  inputAndOutput,
];

interface Found {
  readonly system?: unknown;
  readonly input: unknown;
  readonly output: unknown;
  readonly finishReason: unknown;
}

/** The content that was found; undefined where it is none. */
export function contentFrom({ system, input, output, finishReason }: Found): Content | undefined {
  const messages = readMessages(input);
  const response = readResponse(output, finishReason);
  const instructions = readSystem(system);
  if (messages.length === 0 && response === undefined) return undefined;
  return {
    ...(instructions !== undefined && { system: instructions }),
    messages,
    ...(response !== undefined && { response }),
  };
}

function joined(a: Content, b: Content): Content {
  const system = a.system ?? b.system;
  const response: NativeResponse | undefined = a.response ?? b.response;
  const messages: readonly NativeMessage[] = [...a.messages, ...b.messages];
  return { messages, ...(system !== undefined && { system }), ...(response !== undefined && { response }) };
}

/** Why the first choice ended, under the names that it has had. */
export function firstFinishReason(attributes: Attributes): unknown {
  const reasons = parsed(attributes.get('gen_ai.response.finish_reasons'));
  const first = Array.isArray(reasons) ? (reasons[0] as unknown) : reasons;
  return first ?? singularFinishReasons.map((name) => attributes.get(name)).find((one) => one !== undefined);
}

const singularFinishReasons = ['llm.finish_reason', 'llm.response.finish_reason', 'llm.response.stop_reason'];
