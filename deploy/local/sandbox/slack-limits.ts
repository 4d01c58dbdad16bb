import type { Body } from './answer.js';

/** https://docs.slack.dev/reference/block-kit/blocks */
const mostBlocks = 50;
/** Undocumented and a little higher; nobody should go near it. */
const mostCharacters = 12_000;
/** Longest text by the kind of place it stands in. */
const longest = { header: 150, section: 3_000, field: 2_000, button: 75, url: 3_000 };

interface Block {
  readonly type?: string;
  readonly text?: { readonly text?: unknown };
  readonly fields?: readonly { readonly text?: unknown }[];
  readonly elements?: readonly { readonly text?: { readonly text?: unknown }; readonly url?: unknown }[];
}

/** Slack's error for a message that breaks a limit; undefined for one that keeps them all. */
export function messageError(body: Body): string | undefined {
  const { text, blocks } = body;
  if (typeof text !== 'string' || text === '') return 'no_text';
  if (!Array.isArray(blocks)) return 'invalid_blocks_format';
  if (blocks.length > mostBlocks) return 'invalid_blocks';
  if (!(blocks as Block[]).every(isWithinLimits)) return 'invalid_blocks';
  if (Array.from(JSON.stringify(stringsOf(blocks))).length > mostCharacters) return 'msg_blocks_too_long';
  return body['parse'] === 'none' && isFalse(body['link_names']) ? undefined : 'sandbox_wants_parse_none';
}

function isWithinLimits(block: Block): boolean {
  const text = lengthOf(block.text?.text);
  switch (block.type) {
    case 'header':
      return text > 0 && text <= longest.header;
    case 'section':
      return (
        text <= longest.section && (block.fields ?? []).length <= 10 && (block.fields ?? []).every(isField)
      );
    case 'actions':
      return (block.elements ?? []).length <= 25 && (block.elements ?? []).every(isButton);
    default:
      return ['rich_text', 'context', 'divider'].includes(block.type ?? '');
  }
}

function isField(field: { readonly text?: unknown }): boolean {
  return lengthOf(field.text) > 0 && lengthOf(field.text) <= longest.field;
}

function isButton(button: { readonly text?: { readonly text?: unknown }; readonly url?: unknown }): boolean {
  return lengthOf(button.text?.text) <= longest.button && lengthOf(button.url) <= longest.url;
}

function lengthOf(text: unknown): number {
  return typeof text === 'string' ? Array.from(text).length : 0;
}

function stringsOf(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(stringsOf) : [];
}

/** Form bodies carry booleans as text. */
function isFalse(value: unknown): boolean {
  return value === false || value === 'false';
}
