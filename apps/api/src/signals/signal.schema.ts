import { outcomeSchema, severitySchema } from '#contracts';
import { z } from 'zod';
import { filterText, pageOf, pageQueryShape } from '../http/page.schema.js';

/** A flagged interaction, whether or not it became a finding: what detection said of it, and where it stands in the log. */
export const signalItemSchema = z.object({
  /** Of its evidence. */
  id: z.uuid(),
  interactionId: z.string(),
  tenant: z.string(),
  model: z.object({ id: z.string(), version: z.string() }),
  occurredAt: z.iso.datetime(),
  actor: z.string().nullable(),
  session: z.string().nullable(),
  outcome: outcomeSchema,
  /** 0..1 */
  score: z.number(),
  severity: severitySchema,
  /** Family name to score 0..1. */
  families: z.record(z.string(), z.number()),
  rules: z.array(z.string()),
  decodings: z.array(z.string()),
  source: z.object({
    topic: z.string(),
    partition: z.number().int(),
    offset: z.string(),
    index: z.number().int(),
  }),
  /** Findings that it is evidence of. */
  findingIds: z.array(z.uuid()),
});

const name = filterText(200).min(1);
export const signalQuerySchema = z.object({
  ...pageQueryShape,
  model: name.optional(),
  version: name.optional(),
  outcome: outcomeSchema.optional(),
  family: name.optional(),
  rule: name.optional(),
  /** As a signal shows it, `actor:…`. */
  actor: name.optional(),
  session: name.optional(),
  /** Half open: from `since` on, before `until`. */
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
});
export const signalPageSchema = pageOf(signalItemSchema);
export type SignalItem = z.infer<typeof signalItemSchema>;
