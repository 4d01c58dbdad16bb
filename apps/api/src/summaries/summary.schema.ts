import { weekLabelSchema } from '#summary';
import { z } from 'zod';
import { filterText, pageOf, pageQueryShape } from '../http/page.schema.js';

/** A kept summary in a list. */
export const summaryItemSchema = z.object({
  /** The week, which is its id within its tenant. */
  id: weekLabelSchema,
  tenant: z.string(),
  headline: z.string(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  madeAt: z.iso.datetime(),
});

const tenant = filterText(200);

export const summaryListQuerySchema = z.object({ ...pageQueryShape, tenant: tenant.optional() });
export const summaryPageSchema = pageOf(summaryItemSchema);
export type SummaryItem = z.infer<typeof summaryItemSchema>;

/** Without a tenant: the login's own, or `default`. */
export const summaryQuerySchema = z.object({ tenant: tenant.optional() });

/** `current`: the week that goes on, as it stands; it is not kept. */
export const summaryParamsSchema = z.object({ week: z.union([weekLabelSchema, z.literal('current')]) });
