import { outcomeSchema } from '#contracts';
import { retainModes } from '#database';
import { z } from 'zod';

const time = z.iso.datetime();
const count = z.number().int().nonnegative();

export const exemplarsQuerySchema = z.object({
  /** How far back `now` goes. */
  hours: z.coerce.number().int().min(1).max(168).default(24),
});

/** An interaction, masked, its texts cut to 2,000 characters. Text of a log: show it as text. */
const exemplarSchema = z.object({
  evidenceId: z.uuid(),
  interactionId: z.string(),
  occurredAt: time,
  outcome: outcomeSchema,
  /** The last thing said to the model. */
  prompt: z.string(),
  /** null: it did not answer. */
  response: z.string().nullable(),
});

/** Interactions of a time, drawn uniformly from all that were logged in it: the smallest of their ids, which are hashes. */
const sideSchema = z.object({
  from: time.nullable(),
  until: time.nullable(),
  /** How many were read for the words; 300 at most, 0 where nothing of that time is kept. */
  texts: count,
  /** 10 at most. */
  exemplars: z.array(exemplarSchema),
});

/** A word and the share of texts that have it, 0..1. */
const wordSchema = z.object({ word: z.string(), then: z.number(), now: z.number() });
const wordsSchema = z.object({ came: z.array(wordSchema), went: z.array(wordSchema) });

export const exemplarsSchema = z.object({
  /** `evidence`: nothing is sampled of this model, and there are no exemplars of what comes. */
  retain: z.enum(retainModes),
  /** The time of its drift baseline. */
  baseline: sideSchema,
  now: sideSchema,
  /** Words that have become more or less frequent, the clearest first; null with fewer than 30 texts on either side. */
  words: z.object({ prompts: wordsSchema, responses: wordsSchema }).nullable(),
});

export type Exemplars = z.infer<typeof exemplarsSchema>;
export type ExemplarSide = z.infer<typeof sideSchema>;
export type WordChange = z.infer<typeof wordSchema>;
