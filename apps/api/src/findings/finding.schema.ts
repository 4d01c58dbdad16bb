import { severitySchema } from '#contracts';
import { z } from 'zod';
import { pageOf, pageQueryShape } from '../http/page.schema.js';

/** What the analyzer stated, whether or not somebody was told. */
export const findingItemSchema = z.object({
  id: z.uuid(),
  kind: z.enum(['attack', 'drift', 'coverage']),
  tenant: z.string(),
  /** null: it concerns no one model. */
  model: z.object({ id: z.string(), version: z.string() }).nullable(),
  severity: severitySchema,
  title: z.string(),
  reason: z.string(),
  occurredAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  /** Null while it has not reached alerting. */
  incidentId: z.uuid().nullable(),
});

export const findingQuerySchema = z.object({
  ...pageQueryShape,
  kind: z.enum(['attack', 'drift', 'coverage']).optional(),
});
export const findingPageSchema = pageOf(findingItemSchema);
export type FindingItem = z.infer<typeof findingItemSchema>;
