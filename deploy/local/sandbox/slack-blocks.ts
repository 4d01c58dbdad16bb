import { z } from 'zod';

/** A text of 1 to `longest` characters, counted by code point as Slack counts. */
const upTo = (longest: number) =>
  z.string().refine((text) => text !== '' && Array.from(text).length <= longest, `wants 1 to ${longest}`);

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
const plainText = (longest: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: upTo(longest), emoji: z.boolean().optional() });
const markdown = (longest: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: upTo(longest), verbatim: z.boolean().optional() });
const anyText = (longest: number) => z.discriminatedUnion('type', [plainText(longest), markdown(longest)]);

/** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
const confirm = z.strictObject({
  title: plainText(100),
  text: plainText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const option = z.strictObject({
  text: plainText(75),
  value: upTo(150),
  description: plainText(75).optional(),
});
const action = { action_id: upTo(255).optional(), confirm: confirm.optional() };

/** https://docs.slack.dev/reference/block-kit/block-elements */
const interactive = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('button'),
    text: plainText(75),
    url: upTo(3_000).optional(),
    value: upTo(2_000).optional(),
    style: z.enum(['primary', 'danger']).optional(),
    accessibility_label: upTo(75).optional(),
    ...action,
  }),
  z.strictObject({
    type: z.literal('static_select'),
    placeholder: plainText(150).optional(),
    options: z.array(option).min(1).max(100),
    initial_option: option.optional(),
    ...action,
  }),
  z.strictObject({ type: z.literal('overflow'), options: z.array(option).min(1).max(5), ...action }),
]);

const richTextLeaf = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1),
  style: z.record(z.string(), z.boolean()).optional(),
});
const richText = z.strictObject({
  type: z.enum(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote']),
  elements: z.array(richTextLeaf).min(1),
  border: z.int().min(0).max(1).optional(),
});

const block = { block_id: upTo(255).optional() };

/** https://docs.slack.dev/reference/block-kit/blocks: the kinds that messages of ours may have. */
const blockSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), text: plainText(150), ...block }),
  z
    .strictObject({
      type: z.literal('section'),
      text: anyText(3_000).optional(),
      fields: z.array(anyText(2_000)).min(1).max(10).optional(),
      accessory: interactive.optional(),
      expand: z.boolean().optional(),
      ...block,
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'wants text or fields'),
  z.strictObject({ type: z.literal('divider'), ...block }),
  z.strictObject({ type: z.literal('context'), elements: z.array(anyText(3_000)).min(1).max(10), ...block }),
  z.strictObject({ type: z.literal('actions'), elements: z.array(interactive).min(1).max(25), ...block }),
  z.strictObject({ type: z.literal('rich_text'), elements: z.array(richText).min(1), ...block }),
]);

/** The blocks of one message: at most 50, and no id twice. */
export const blocksSchema = z
  .array(blockSchema)
  .max(50)
  .refine((blocks) => isWithoutDoubles(blocks.map(({ block_id }) => block_id)), 'wants each block_id once')
  .refine(
    (blocks) =>
      blocks.every((one) => one.type !== 'actions' || isWithoutDoubles(one.elements.map((e) => e.action_id))),
    'wants each action_id of a block once',
  );

function isWithoutDoubles(ids: readonly (string | undefined)[]): boolean {
  const given = ids.filter((id) => id !== undefined);
  return new Set(given).size === given.length;
}
