import { type Message, type NativeInteraction, nativeInteractionSchema } from '#contracts';
import type { ScanInput } from '#detection';
import { z } from 'zod';

/** Roles that are none of ours count as the user's, which is the side that is looked at. */
const turnSchema = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']).catch('user'),
  content: z.string(),
  where: z.enum(['user', 'retrieved', 'tool']).optional(),
});

/** Exports write `null` for what is absent; it counts as absent. */
const absentAsNull = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);

const minimalSchema = z.object({
  id: z.string().optional(),
  /** What the user, or with `where` a document or tool, said last. */
  text: z.string(),
  response: absentAsNull(z.string()),
  system: absentAsNull(z.string()),
  /** The conversation; what comes after `text` in it is not looked at. */
  turns: absentAsNull(z.array(turnSchema)),
  where: absentAsNull(z.enum(['user', 'retrieved', 'tool'])),
});
type MinimalRow = z.infer<typeof minimalSchema>;

/** What a row is scanned as; undefined `id`: it has none. */
export interface ScanRow {
  readonly id: string | undefined;
  readonly input: ScanInput;
}

/** A row of a scanned file: a native interaction where it has `messages`, else a minimal row. */
export const scanRowSchema = z.looseObject({}).transform((row, context): ScanRow => {
  const parsed =
    'messages' in row
      ? parse(nativeInteractionSchema, row, fromNative)
      : parse(minimalSchema, row, fromMinimal);
  if ('input' in parsed) return parsed;
  context.issues.push(...parsed.issues.map((issue) => ({ ...issue, code: 'custom' as const, input: row })));
  return z.NEVER;
});

function parse<Row>(
  schema: z.ZodType<Row>,
  row: unknown,
  toScanRow: (row: Row) => ScanRow,
): ScanRow | { readonly issues: readonly z.core.$ZodIssue[] } {
  const parsed = schema.safeParse(row);
  return parsed.success ? toScanRow(parsed.data) : { issues: parsed.error.issues };
}

function fromNative({ id, system, messages, response }: NativeInteraction): ScanRow {
  const decoded = messages.map(({ role, where, content, parts }) => ({
    role,
    where,
    content: content ?? (parts ?? []).flatMap(({ text }) => text ?? []).join('\n'),
  }));
  return { id, input: { system, messages: decoded, response } };
}

function fromMinimal({ id, text, response, system, turns = [], where }: MinimalRow): ScanRow {
  const index = turns.findLastIndex(({ role, content }) => role !== 'assistant' && content === text);
  const before = index === -1 ? turns : turns.slice(0, index);
  const current: Message = { role: where === 'tool' ? 'tool' : 'user', content: text, where };
  return {
    id,
    input: {
      system,
      messages: [...before, current],
      response: response === undefined ? undefined : { content: response },
    },
  };
}
