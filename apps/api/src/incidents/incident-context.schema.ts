import { incidentStatusSchema, severitySchema } from '#contracts';
import { z } from 'zod';

const relatedSchema = z.object({
  id: z.uuid(),
  number: z.number().int(),
  title: z.string(),
  severity: severitySchema,
  status: incidentStatusSchema,
  lastSeenAt: z.iso.datetime(),
  /** What they have in common; `cluster`: one campaign found both. */
  by: z.array(z.enum(['session', 'cluster', 'actor', 'address', 'family', 'model'])),
});

/** What stands around an incident. Values are text of a log: show them as text. */
export const incidentContextSchema = z.object({
  /** Values that less than 10 % of the model's stored interactions of the last 7 days have, the rarest first. */
  rare: z.array(
    z.object({
      field: z.string(),
      value: z.string(),
      count: z.number().int().nonnegative(),
      peers: z.number().int().positive(),
    }),
  ),
  /** How many interactions it was compared with. */
  peers: z.number().int().nonnegative(),
  /** Other incidents of the last 30 days, the closest first; 20 at most. */
  related: z.array(relatedSchema),
});
export type IncidentContext = z.infer<typeof incidentContextSchema>;
export type Related = z.infer<typeof relatedSchema>;
