import type { MessagePart, NativeInteraction } from '#contracts';
import { asText, cleanIdentifier } from '../clean-text.js';
import { own } from '../own.js';
import { readParts, toolCallPart, toolResultPart } from './read-parts.js';

export type NativeMessage = NativeInteraction['messages'][number];
export type NativeResponse = NonNullable<NativeInteraction['response']>;

/** What was said: everything of an interaction that is text. */
export interface Content {
  readonly system?: string;
  readonly messages: readonly NativeMessage[];
  readonly response?: NativeResponse;
}

/** Names of roles, with those of vendors. */
const roles: ReadonlyMap<string, NativeMessage['role']> = new Map([
  ['system', 'system'],
  ['developer', 'developer'],
  ['user', 'user'],
  ['human', 'user'],
  ['assistant', 'assistant'],
  ['ai', 'assistant'],
  ['model', 'assistant'],
  ['bot', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);
const mostMessages = 10_000;
const mostParts = 1_000;

/** A list of messages in a vendor's or a convention's shape; JSON text of one is read, any other text is one message. */
export function readMessages(value: unknown, role: NativeMessage['role'] = 'user'): readonly NativeMessage[] {
  const list = parsed(value);
  if (list === undefined || list === null || list === '') return [];
  if (!Array.isArray(list)) return readMessage(list, role);
  return list.slice(-mostMessages).flatMap((one: unknown) => readMessage(one, role));
}

/** One message; none where it holds nothing. */
export function readMessage(value: unknown, role: NativeMessage['role']): readonly NativeMessage[] {
  if (typeof value !== 'object' || value === null)
    return value === undefined ? [] : [{ role, content: asText(value) }];
  const message = own(value, 'message') ?? value;
  const stated = roles.get(asText(own(message, 'role') ?? own(value, 'role') ?? '').toLowerCase()) ?? role;
  const parts = partsOfMessage(message, stated).slice(0, mostParts);
  const [only] = parts;
  if (only === undefined) return [];
  if (parts.length === 1 && only.type === 'text') return [{ role: stated, content: only.text ?? '' }];
  // Anthropic and Bedrock log tool results as a user's message.
  const isToolResult = parts.every(({ type }) => type === 'tool_call_response');
  return [{ role: isToolResult ? 'tool' : stated, parts: [...parts] }];
}

function partsOfMessage(message: unknown, role: NativeMessage['role']): readonly MessagePart[] {
  const calls = own(message, 'tool_calls') ?? own(message, 'toolCalls');
  const content =
    own(message, 'parts') ?? own(message, 'content') ?? own(message, 'contents') ?? own(message, 'text');
  const parts =
    role === 'tool' && typeof content === 'string' ? [toolResultPart(message)] : readParts(content);
  return Array.isArray(calls) ? [...parts, ...calls.map(toolCallPart)] : parts;
}

/** The text of system instructions: parts, messages or plain text. */
export function readSystem(value: unknown): string | undefined {
  const text = textOfMessages(readMessages(value, 'system'));
  return text === '' ? undefined : text;
}

/** The model's answer out of output messages or choices: the text of the first one, its tool calls, why it ended. */
export function readResponse(value: unknown, finishReason?: unknown): NativeResponse | undefined {
  const list = parsed(value);
  const [first, raw] = Array.isArray(list)
    ? [readMessage(list[0], 'assistant')[0], list[0] as unknown]
    : [readMessages(list, 'assistant')[0], list];
  const reason = cleanIdentifier(finishReason ?? own(raw, 'finish_reason') ?? own(raw, 'finishReason'), 64);
  if (first === undefined) return undefined;
  return responseOf(first, reason);
}

/** An assistant's message as a response. */
export function responseOf(message: NativeMessage, finishReason: string | undefined): NativeResponse {
  const calls = (message.parts ?? []).filter(({ type }) => type === 'tool_call');
  return {
    content: textOfMessages([message]),
    ...(finishReason !== undefined && { finish_reason: finishReason }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

/** What a model thought is not what it said. */
function isSaid({ type }: MessagePart): boolean {
  return type !== 'reasoning';
}

function textOfMessages(messages: readonly NativeMessage[]): string {
  return messages
    .flatMap(({ content, parts = [] }) => [content, ...parts.filter(isSaid).map((part) => part.text)])
    .filter((text) => text !== undefined)
    .join('\n');
}

/** Attributes that may only hold text hold JSON: a value that begins like it is read as it. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
