import { severitySchema } from '#contracts';
import { z } from 'zod';

const count = z.number().int().nonnegative();

/** A detection rule, with what it found in the last 7 days. Samples are texts of attacks: show them as text. */
export const catalogueRuleSchema = z.object({
  id: z.string(),
  title: z.string(),
  family: z.string(),
  severity: severitySchema,
  /** How sure one match is to be an attack, 0..1. */
  score: z.number(),
  where: z.array(z.string()),
  from: z.enum(['shipped', 'own']),
  atlas: z.array(z.object({ id: z.string(), name: z.string() })),
  owasp: z.array(z.object({ id: z.string(), name: z.string() })),
  rationale: z.string(),
  falsePositives: z.string(),
  blindSpots: z.string(),
  references: z.array(z.string()),
  samples: z.object({ match: z.array(z.string()), noMatch: z.array(z.string()) }),
  /** When this installation first read it. */
  firstSeenAt: z.iso.datetime(),
  /** When it was first read as it is now; null: it has not changed since. */
  changedAt: z.iso.datetime().nullable(),
  week: z.object({
    /** Flagged interactions that it matched. */
    flagged: count,
    /** Of them, those that got what they asked for. */
    succeeded: count,
  }),
});

export const rulesSchema = z.object({ items: z.array(catalogueRuleSchema), next: z.null() });
export type CatalogueRuleView = z.infer<typeof catalogueRuleSchema>;
