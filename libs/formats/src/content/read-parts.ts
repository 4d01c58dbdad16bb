import type { MessagePart } from '#contracts';
import { asText } from '../clean-text.js';
import { own } from '../own.js';

/**
 * The parts of a message's content, in any of the shapes that vendors and conventions log: text, lists of parts of
 * OpenAI, Anthropic, Bedrock Converse, the GenAI conventions and OpenInference.
 */
export function readParts(content: unknown): readonly MessagePart[] {
  if (content === undefined || content === null || content === '') return [];
  if (Array.isArray(content)) return content.flatMap((one: unknown) => readParts(one));
  if (typeof content !== 'object') return [{ type: 'text', text: asText(content) }];
  return [readPart(content)];
}

function readPart(part: object): MessagePart {
  const type = own(part, 'type');
  return (
    (typeof type === 'string' ? readTyped(type, part) : undefined) ??
    readConverse(part) ??
    readMedia(part) ?? { type: 'text', text: textIn(part) ?? asText(part) }
  );
}

/** By its `type`: GenAI conventions, OpenAI, Anthropic. */
function readTyped(type: string, part: object): MessagePart | undefined {
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
    case 'refusal':
      return { type: 'text', text: textIn(part) ?? '' };
    case 'reasoning':
    case 'thinking':
      return { type: 'reasoning', text: textIn(part) ?? asText(own(part, 'thinking')) };
    case 'tool_call':
    case 'tool-call':
    case 'tool_use':
    case 'server_tool_call':
    case 'function':
    case 'function_call':
      return toolCallPart(part);
    case 'tool_call_response':
    case 'tool-result':
    case 'tool_result':
    case 'server_tool_call_response':
    case 'function_call_output':
      return toolResultPart(part);
    case 'document':
    case 'search_result':
      return documentPart(part);
    default:
      return readMedia(part);
  }
}

/** A tool call in any vendor's shape. */
export function toolCallPart(call: unknown): MessagePart {
  const inner = own(call, 'function') ?? call;
  const called = firstIn(inner, ['arguments', 'input', 'args', 'server_tool_call']);
  return {
    type: 'tool_call',
    ...idOf(firstIn(call, ['id', 'toolUseId', 'toolCallId', 'call_id'])),
    name: asText(firstIn(inner, ['name', 'toolName']) ?? 'unnamed'),
    arguments: asText(called ?? ''),
  };
}

/** A tool's answer; its text stands under one of many names. */
export function toolResultPart(result: unknown): MessagePart {
  const found = firstIn(result, ['response', 'result', 'content', 'output', 'server_tool_call_response']);
  const id = firstIn(result, ['id', 'tool_use_id', 'tool_call_id', 'toolUseId', 'toolCallId', 'call_id']);
  return { type: 'tool_call_response', ...idOf(id), result: resultText(found) };
}

function firstIn(value: unknown, names: readonly string[]): unknown {
  return names.map((name) => own(value, name)).find((found) => found !== undefined && found !== null);
}

function resultText(result: unknown): string {
  if (!Array.isArray(result)) return asText(result ?? '');
  return result.map((one: unknown) => textIn(one) ?? asText(own(one, 'json') ?? one)).join('\n');
}

function documentPart(part: object): MessagePart {
  const source = own(part, 'source');
  const text = textIn(part) ?? textIn(source) ?? own(source, 'data');
  return typeof text === 'string'
    ? { type: 'document', text: asText(text) }
    : { type: 'document', text: resultText(own(part, 'content')) };
}

/** Bedrock Converse names the kind by the key. */
function readConverse(part: object): MessagePart | undefined {
  const call = own(part, 'toolUse');
  if (call !== undefined) return toolCallPart(call);
  const result = own(part, 'toolResult');
  if (result !== undefined) return toolResultPart(result);
  const reasoning = own(own(part, 'reasoningContent'), 'reasoningText');
  return reasoning === undefined ? undefined : { type: 'reasoning', text: textIn(reasoning) ?? '' };
}

const mediaKeys = [
  'image',
  'audio',
  'video',
  'file',
  'document',
  'image_url',
  'input_audio',
  'input_image',
] as const;

/** Images, sounds and files: inline as base64, by address, or by the name of a stored file. */
function readMedia(part: object): MessagePart | undefined {
  const type = asText(own(part, 'type') ?? '');
  const key = mediaKeys.find((name) => own(part, name) !== undefined);
  const isMedia =
    /^(image|audio|video|file|file_data|blob|uri|input_image|input_audio|input_file|image_url)$/.test(type);
  if (key === undefined && !isMedia) return undefined;
  const inner = key === undefined ? part : own(part, key);
  const source = own(inner, 'source') ?? (key && own(inner, key)) ?? inner;
  const kind = kindOf(own(part, 'modality') ?? key ?? type);
  const mime = firstIn(source, ['mime_type', 'media_type', 'mediaType']) ?? own(part, 'mime_type');
  const address = [source, ...['url', 'uri', 'file_id', 'file_uri'].map((name) => own(source, name))];
  const data = ['data', 'bytes', 'file_data', 'content'].map((name) => own(source, name)).find(isText);
  return {
    type: kind,
    ...mimeOf(mime),
    ...(data === undefined ? ofAddress(address.find(isText)) : ofData(data)),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function kindOf(name: unknown): string {
  return ['image', 'audio', 'video'].find((kind) => asText(name).includes(kind)) ?? 'file';
}

function mimeOf(mime: unknown): { mime_type?: string } {
  return typeof mime === 'string' ? { mime_type: asText(mime, 100) } : {};
}

function ofAddress(address: string | undefined): Record<string, string> {
  if (address === undefined) return {};
  return address.startsWith('data:') ? ofData(address) : { uri: asText(address) };
}

/** Base64, perhaps as a data URL, whose head names the type. */
function ofData(data: string): Record<string, string> {
  const [head = '', body] = data.startsWith('data:') ? data.split(',', 2) : [];
  if (body === undefined) return { data };
  const mime = /^data:([\w.+-]+\/[\w.+-]+)/.exec(head)?.[1];
  return { data: body, ...(mime !== undefined && { mime_type: mime }) };
}

function textIn(value: unknown): string | undefined {
  const text = own(value, 'text') ?? own(value, 'content') ?? own(value, 'refusal');
  return typeof text === 'string' ? asText(text) : undefined;
}

function idOf(id: unknown): { id?: string } {
  return typeof id === 'string' ? { id: asText(id, 200) } : {};
}
