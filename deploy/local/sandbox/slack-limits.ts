import type { Body } from './answer.js';
import { blocksSchema } from './slack-blocks.js';

/** https://docs.slack.dev/reference/methods/chat.update#errors; chat.postMessage cuts longer ones, which is no better. */
const longestText = 4_000;
/** Undocumented and a little higher, ~13,200; nobody should go near it. */
const mostCharacters = 12_000;
/** https://docs.slack.dev/messaging/message-metadata */
const mostMetadataBytes = 8_000;

/** Slack's error for a message that breaks a limit; undefined for one that keeps them all. */
export function messageError(body: Body): string | undefined {
  const { text, blocks } = body;
  if (typeof text !== 'string' || text === '') return 'no_text';
  if (Array.from(text).length > longestText) return 'msg_too_long';
  return blocksError(blocks) ?? metadataError(body['metadata']) ?? wishesError(body);
}

function blocksError(blocks: unknown): string | undefined {
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks)) return 'invalid_blocks_format';
  if (!blocksSchema.safeParse(blocks).success) return 'invalid_blocks';
  const characters = stringsOf(blocks).reduce((sum, text) => sum + Array.from(text).length, 0);
  return characters > mostCharacters ? 'msg_blocks_too_long' : undefined;
}

/** https://docs.slack.dev/reference/methods/chat.postMessage#errors */
function metadataError(metadata: unknown): string | undefined {
  if (metadata === undefined) return undefined;
  if (typeof metadata !== 'object' || metadata === null) return 'invalid_metadata_format';
  const { event_type: type, event_payload: payload } = metadata as Body;
  const isWhole = typeof type === 'string' && type !== '' && typeof payload === 'object' && payload !== null;
  if (!isWhole) return 'invalid_metadata_schema';
  return Buffer.byteLength(JSON.stringify(metadata)) > mostMetadataBytes ? 'metadata_too_large' : undefined;
}

/** Stricter than Slack, which would make links, mentions and previews of what a message holds. */
function wishesError(body: Body): string | undefined {
  const isOff = ['link_names', 'unfurl_links', 'unfurl_media'].every((name) => isFalse(body[name]));
  return body['parse'] === 'none' && isOff ? undefined : 'sandbox_wants_parse_none';
}

function stringsOf(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(stringsOf) : [];
}

/** Form bodies carry booleans as text. */
function isFalse(value: unknown): boolean {
  return value === false || value === 'false';
}
