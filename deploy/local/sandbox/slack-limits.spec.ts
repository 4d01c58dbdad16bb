import { describe, expect, it } from '@jest/globals';
import { messageError } from './slack-limits.js';

const asItIs = { parse: 'none', link_names: 'false', unfurl_links: 'false', unfurl_media: 'false' };
const message = (more: object) => ({ text: 'x', ...asItIs, ...more });
const withBlocks = (...blocks: readonly object[]) => message({ blocks });
const plain = (length: number) => ({ type: 'plain_text', text: '😀'.repeat(length) });
const ascii = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const times = <T>(count: number, one: (number: number) => T): T[] =>
  Array.from({ length: count }, (_, number) => one(number));
const button = (more: object = {}) => ({ type: 'button', text: plain(1), ...more });
const actions = (...elements: readonly object[]) => ({ type: 'actions', elements });
const section = (more: object) => ({ type: 'section', ...more });
const select = (options: number, more: object = {}) => ({
  type: 'static_select',
  options: times(options, (number) => ({ text: plain(1), value: String(number), ...more })),
});
const payload = (bytes: number) => ({ event_type: 'e', event_payload: { note: 'x'.repeat(bytes) } });
const metadata = (value: unknown) => message({ metadata: value });

describe('a Slack message at a documented limit is taken, and refused one beyond it', () => {
  it.each<[string, object, object, string]>([
    ['text of 4,000', message(ascii(4_000)), message(ascii(4_001)), 'msg_too_long'],
    ['text at all', message({}), message({ text: '' }), 'no_text'],
    [
      'blocks: 50',
      withBlocks(...times(50, () => ({ type: 'divider' }))),
      withBlocks(...times(51, () => ({ type: 'divider' }))),
      'invalid_blocks',
    ],
    ['blocks as a list', message({ blocks: [] }), message({ blocks: '[{' }), 'invalid_blocks_format'],
    [
      'header of 150',
      withBlocks({ type: 'header', text: plain(150) }),
      withBlocks({ type: 'header', text: plain(151) }),
      'invalid_blocks',
    ],
    [
      'header in plain text',
      withBlocks({ type: 'header', text: plain(1) }),
      withBlocks({ type: 'header', text: { type: 'mrkdwn', text: '*x*' } }),
      'invalid_blocks',
    ],
    [
      'section of 3,000',
      withBlocks(section({ text: plain(3_000) })),
      withBlocks(section({ text: plain(3_001) })),
      'invalid_blocks',
    ],
    [
      'section with something in it',
      withBlocks(section({ fields: [plain(1)] })),
      withBlocks(section({})),
      'invalid_blocks',
    ],
    [
      'fields: 10',
      withBlocks(section({ fields: times(10, () => plain(1)) })),
      withBlocks(section({ fields: times(11, () => plain(1)) })),
      'invalid_blocks',
    ],
    [
      'field of 2,000',
      withBlocks(section({ fields: [plain(2_000)] })),
      withBlocks(section({ fields: [plain(2_001)] })),
      'invalid_blocks',
    ],
    [
      'context of 10',
      withBlocks({ type: 'context', elements: times(10, () => plain(1)) }),
      withBlocks({ type: 'context', elements: times(11, () => plain(1)) }),
      'invalid_blocks',
    ],
    [
      'actions: 25',
      withBlocks(actions(...times(25, () => button()))),
      withBlocks(actions(...times(26, () => button()))),
      'invalid_blocks',
    ],
    [
      'button text of 75',
      withBlocks(actions(button({ text: plain(75) }))),
      withBlocks(actions(button({ text: plain(76) }))),
      'invalid_blocks',
    ],
    [
      'button value of 2,000',
      withBlocks(actions(button({ value: 'x'.repeat(2_000) }))),
      withBlocks(actions(button({ value: 'x'.repeat(2_001) }))),
      'invalid_blocks',
    ],
    [
      'button URL of 3,000',
      withBlocks(actions(button({ url: 'x'.repeat(3_000) }))),
      withBlocks(actions(button({ url: 'x'.repeat(3_001) }))),
      'invalid_blocks',
    ],
    [
      'action_id of 255',
      withBlocks(actions(button({ action_id: 'x'.repeat(255) }))),
      withBlocks(actions(button({ action_id: 'x'.repeat(256) }))),
      'invalid_blocks',
    ],
    [
      'action_id once a block',
      withBlocks(actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))),
      withBlocks(actions(button({ action_id: 'a' }), button({ action_id: 'a' }))),
      'invalid_blocks',
    ],
    [
      'block_id once a message',
      withBlocks({ type: 'divider', block_id: 'a' }, { type: 'divider', block_id: 'b' }),
      withBlocks({ type: 'divider', block_id: 'a' }, { type: 'divider', block_id: 'a' }),
      'invalid_blocks',
    ],
    ['options: 100', withBlocks(actions(select(100))), withBlocks(actions(select(101))), 'invalid_blocks'],
    [
      'option value of 150',
      withBlocks(actions(select(1, { value: 'x'.repeat(150) }))),
      withBlocks(actions(select(1, { value: 'x'.repeat(151) }))),
      'invalid_blocks',
    ],
    [
      'known fields only',
      withBlocks({ type: 'divider' }),
      withBlocks({ type: 'divider', colour: 'red' }),
      'invalid_blocks',
    ],
    [
      'all blocks together: 12,000, with their types',
      withBlocks(...times(3, () => section({ text: plain(3_000) })), section({ text: plain(2_900) })),
      withBlocks(...times(4, () => section({ text: plain(3_000) }))),
      'msg_blocks_too_long',
    ],
    ['metadata as an object', metadata(payload(1)), metadata('{'), 'invalid_metadata_format'],
    [
      'metadata with a type',
      metadata(payload(1)),
      metadata({ event_payload: {} }),
      'invalid_metadata_schema',
    ],
    ['metadata of 8,000 bytes', metadata(payload(7_900)), metadata(payload(8_000)), 'metadata_too_large'],
    ['no parsing', message({}), message({ parse: 'full' }), 'sandbox_wants_parse_none'],
    ['no previews', message({}), message({ unfurl_links: 'true' }), 'sandbox_wants_parse_none'],
  ])('%s', (_limit, within, beyond, error) => {
    expect(messageError(within as never)).toBeUndefined();
    expect(messageError(beyond as never)).toBe(error);
  });
});
