import { z } from 'zod';
import { pageOf, pageQueryShape } from '../http/page.schema.js';

const count = z.number().int().nonnegative();
const time = z.iso.datetime();

/** A model and version: what it was asked, and how its detector stands. */
export const modelSchema = z.object({
  key: z.number().int(),
  tenant: z.string(),
  id: z.string(),
  version: z.string(),
  kind: z.enum(['tuned', 'base']),
  base: z.string().nullable(),
  registeredAt: time,
  lastSeenAt: time.nullable(),
  /** Of the last 24 hours. */
  day: z.object({
    interactions: count,
    attacks: count,
    /** Attacks that got what they asked for. */
    succeeded: count,
    refusals: count,
  }),
  drift: z.object({
    phase: z.enum(['waiting', 'collecting', 'watching']),
    sessions: count,
    baselineFrom: time.nullable(),
    baselineUntil: time.nullable(),
    /** Share of the baseline gathered, 0..1. */
    baselineShare: z.number(),
  }),
  openIncidents: count,
});

export const modelQuerySchema = z.object(pageQueryShape);
export const modelPageSchema = pageOf(modelSchema);
export type Model = z.infer<typeof modelSchema>;
