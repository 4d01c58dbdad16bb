import type { Message, MessagePart, NativeInteraction } from '#contracts';
import type { TenantKey } from './keyed-token.js';
import { digest } from './keyed-token.js';
import { maskJson, parseContainer } from './mask-json.js';

type NativeMessage = NativeInteraction['messages'][number];
type Where = Message['where'];

interface Piece {
  readonly where: Where;
  readonly text: string;
}

const mediaTypes = new Set(['image', 'audio', 'video', 'file', 'blob', 'uri']);

/**
 * A logged message as one or more messages of plain text, each of one provenance: retrieved documents and tool results
 * stand apart from what a person typed. `mask` is applied to everything that came from the log.
 */
export function renderMessage(
  { role, content, parts = [], where }: NativeMessage,
  mask: (text: string) => string,
  key: TenantKey,
): readonly Message[] {
  const own: Where = where ?? (role === 'tool' ? 'tool' : undefined);
  const pieces: Piece[] = [
    ...(content === undefined ? [] : [{ where: own, text: mask(content) }]),
    ...parts.map((part) => renderPart(part, own, mask, key)),
  ];
  const messages: Message[] = [];
  for (const { where: place, text } of pieces) {
    const last = messages.at(-1);
    if (last !== undefined && last.where === place) last.content += `\n${text}`;
    else messages.push({ role, content: text, ...(place !== undefined && { where: place }) });
  }
  return messages;
}

function renderPart(part: MessagePart, own: Where, mask: (text: string) => string, key: TenantKey): Piece {
  const { type, text } = part;
  if (mediaTypes.has(type)) return { where: own, text: placeholder(part, key) };
  switch (type) {
    case 'document':
      return { where: 'retrieved', text: mask(text ?? '') };
    case 'tool_call_response':
      return { where: 'tool', text: maskValue(text ?? part['result'] ?? part['response'], mask) };
    case 'tool_call':
      return { where: own, text: `[tool call] ${renderToolCall(part, mask)}` };
    default:
      return { where: own, text: mask(text ?? `[${type}]`) };
  }
}

/** `name(arguments)` of a tool call, masked, in the shape of the native format or of OpenAI's. */
export function renderToolCall(call: unknown, mask: (text: string) => string): string {
  if (typeof call !== 'object' || call === null) return maskValue(call, mask);
  const fields = call as Readonly<Record<string, unknown>>;
  const inner = fields['function'];
  if (typeof inner === 'object' && inner !== null) return renderToolCall(inner, mask);
  return `${maskValue(fields['name'] ?? 'unnamed', mask)}(${maskValue(fields['arguments'] ?? '', mask)})`;
}

/** Plain text is masked as it is; JSON, also as text, by its values, so that no escape hides one. */
function maskValue(value: unknown, mask: (text: string) => string): string {
  const json = typeof value === 'string' ? (parseContainer(value) ?? value) : value;
  if (typeof json === 'string') return mask(plain(json));
  return plain(JSON.stringify(maskJson(json, (text) => mask(plain(text)))) ?? '');
}

function plain(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

/** `[image image/png, 34512 bytes, 9f3c…]`: the same file of a tenant has the same hash, and nothing of it is kept. */
function placeholder(part: MessagePart, key: TenantKey): string {
  const { data, uri } = part;
  const stated = part['mime_type'];
  const mime = typeof stated === 'string' ? /^[\w.+-]{1,40}\/[\w.+-]{1,60}$/.exec(stated)?.[0] : undefined;
  const what = [part.type, ...(mime === undefined ? [] : [mime])].join(' ');
  if (typeof data === 'string') {
    const bytes = Buffer.from(data, 'base64');
    return `[${what}, ${bytes.length} bytes, ${digest('media', bytes, key).slice(0, 12)}]`;
  }
  return typeof uri === 'string'
    ? `[${what}, by address, ${digest('media', uri, key).slice(0, 12)}]`
    : `[${what}]`;
}
