import { retainModes } from '#database';
import { z } from 'zod';
import { pageOf, pageQueryShape } from '../http/page.schema.js';
import { baseVerdictSchema, ratioSchema } from './base-comparison.schema.js';

const count = z.number().int().nonnegative();
const time = z.iso.datetime();

/** What a test of one feature can see at the traffic of its baseline. */
export const visibilitySchema = z.object({
  feature: z.string(),
  score: z.string(),
  direction: z.enum(['up', 'down']),
  /** The usual level. */
  baseline: z.number(),
  /** The smallest change that is found within a week, as the level it leads to; null where none is. */
  smallest: z.number().nullable(),
  /** Sessions until a doubling is found (of a fall: until a halving); null where it never is. */
  doublingSessions: count.nullable(),
});

/** A model and version: what it was asked, and how its detector stands. */
export const modelSchema = z.object({
  key: z.number().int(),
  tenant: z.string(),
  id: z.string(),
  version: z.string(),
  kind: z.enum(['tuned', 'base']),
  base: z.string().nullable(),
  /** How attacks work on it, compared with its base; null before that is known, and where it has none. */
  againstBase: z.object({ verdict: baseVerdictSchema, ratio: ratioSchema.nullable() }).nullable(),
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
    /** `provisional`: watched already, against what is known so far. */
    baseline: z.enum(['none', 'learning', 'provisional', 'settled']),
    /** What can be seen of refusals now; null before the model is watched, or where it has none. */
    refusals: visibilitySchema.nullable(),
  }),
  openIncidents: count,
  /** How much of its text is kept: what was flagged, that and a daily sample, or everything. */
  retain: z.enum(retainModes),
});

export const modelQuerySchema = z.object(pageQueryShape);
export const modelPageSchema = pageOf(modelSchema);
export type Model = z.infer<typeof modelSchema>;
