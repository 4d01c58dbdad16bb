import type { Attributes } from '../otlp/attributes.js';
import { own } from '../own.js';
import { unflatten } from './unflatten.js';

/**
 * Prompt and answer of an OpenInference span, in shapes that the readers of messages know; undefined where it has none.
 * Its attributes are indexed, and every index repeats the kind of thing: `llm.input_messages.0.message.role`.
 * https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md
 */
export function openInferenceMessages(
  attributes: Attributes,
): { readonly input: readonly unknown[]; readonly output: unknown } | undefined {
  const messages = unflatten(attributes, 'llm.input_messages').map(messageIn);
  const answers = unflatten(attributes, 'llm.output_messages').map(messageIn);
  const prompts = unflatten(attributes, 'llm.prompts').map((one) => own(own(one, 'prompt'), 'text'));
  const choices = unflatten(attributes, 'llm.choices').map((one) => own(own(one, 'completion'), 'text'));
  if (messages.length + answers.length + prompts.length + choices.length === 0) return undefined;
  const documents = unflatten(attributes, 'retrieval.documents').map(documentIn);
  return {
    input: [...documents, ...(messages.length > 0 ? messages : prompts)],
    output: [answers, choices].find((found) => found.length > 0) ?? attributes.get('output.value'),
  };
}

function documentIn(item: unknown): unknown {
  const text = own(own(item, 'document'), 'content');
  return { role: 'user', content: [{ type: 'document', text }] };
}

function messageIn(item: unknown): unknown {
  const message = own(item, 'message');
  const contents = own(message, 'contents');
  const calls = own(message, 'tool_calls');
  const functionName = own(message, 'function_call_name');
  return {
    role: own(message, 'role'),
    tool_call_id: own(message, 'tool_call_id'),
    content: Array.isArray(contents)
      ? contents.map((one) => own(one, 'message_content'))
      : own(message, 'content'),
    tool_calls: [
      ...(Array.isArray(calls) ? calls.map((one) => own(one, 'tool_call')) : []),
      ...(functionName === undefined
        ? []
        : [{ name: functionName, arguments: own(message, 'function_call_arguments_json') }]),
    ],
  };
}
