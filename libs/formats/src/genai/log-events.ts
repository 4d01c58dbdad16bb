import { cleanIdentifier } from '../clean-text.js';
import type { Attributes } from '../otlp/attributes.js';
import { own } from '../own.js';
import { countOf } from '../read-numbers.js';
import {
  type Content,
  type NativeMessage,
  readMessage,
  readSystem,
  responseOf,
} from '../content/read-messages.js';

const messageRoles: Readonly<Record<string, NativeMessage['role']>> = {
  'gen_ai.user.message': 'user',
  'gen_ai.assistant.message': 'assistant',
  'gen_ai.tool.message': 'tool',
};

/** The message or choice of an event of the GenAI conventions 1.28 to 1.36; undefined where it is another event. */
export function contentOfEvent(name: string, body: unknown, attributes: Attributes): Content | undefined {
  if (name === 'gen_ai.system.message') {
    const system = readSystem(own(body, 'content') ?? attributes.get('gen_ai.event.content') ?? body);
    return { messages: [], ...(system !== undefined && { system }) };
  }
  const role = messageRoles[name];
  if (role !== undefined) return { messages: readMessage(structured(body, attributes), role) };
  return name === 'gen_ai.choice' ? contentOfChoice(structured(body, attributes)) : undefined;
}

/** Only the first choice is the answer; the others of `n` are alternatives. */
function contentOfChoice(choice: unknown): Content | undefined {
  if (countOf(own(choice, 'index') ?? 0) !== 0) return undefined;
  const [message] = readMessage(own(choice, 'message') ?? choice, 'assistant');
  const reason = cleanIdentifier(own(choice, 'finish_reason'), 64);
  const response = message === undefined ? { content: '' } : responseOf(message, reason);
  return { messages: [], response: reason === undefined ? response : { ...response, finish_reason: reason } };
}

/** Some instrumentations put the body into one attribute, as JSON text. */
function structured(body: unknown, attributes: Attributes): unknown {
  const text = attributes.get('gen_ai.event.content') ?? (typeof body === 'string' ? body : undefined);
  if (typeof text !== 'string') return body;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : { content: text };
  } catch {
    return { content: text };
  }
}
