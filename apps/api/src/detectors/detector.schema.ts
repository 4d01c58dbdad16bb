import { z } from 'zod';
import { pageOf } from '../http/page.schema.js';

const count = z.number().int().nonnegative();

/** One detector with what people made of its incidents. */
export const detectorSchema = z.object({
  kind: z.enum(['attack', 'drift', 'coverage']),
  /** A rule, the feature that drifted, or what keeps Tunewarden from watching. */
  detector: z.string(),
  incidents: count,
  open: count,
  verdicts: z.object({
    'true-positive-impact': count,
    'true-positive-blocked': count,
    'benign-positive': count,
    'false-positive': count,
    duplicate: count,
    unknown: count,
  }),
  /** null: nobody judged one of its incidents. */
  precision: z.object({ precision: z.number(), low: z.number(), high: z.number(), n: count }).nullable(),
  lastIncidentAt: z.iso.datetime(),
});

export const detectorQuerySchema = z.object({
  /** Incidents that were opened in the last so many days. */
  days: z.coerce.number().int().min(1).max(400).default(90),
});

export const detectorsSchema = pageOf(detectorSchema);
export type Detector = z.infer<typeof detectorSchema>;
