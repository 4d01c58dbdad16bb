import { z } from 'zod';

const count = z.number().int().nonnegative();
const time = z.iso.datetime();
const share = z.number().min(0).max(1);

/** How many times as often attacks work as on the base. */
export const ratioSchema = z.object({
  median: z.number(),
  /** Of the interval that holds it with 95 %; no bound above where the base's rate may be nothing. */
  low: z.number(),
  high: z.number().nullable(),
  /** The chance that it is above 1, and above 3. */
  above1: share,
  above3: share,
});

/** `alike`: a doubling is ruled out. */
export const baseVerdictSchema = z.enum(['worse', 'better', 'alike', 'insufficient-evidence']);

const attemptsSchema = z.object({ attempts: count, succeeded: count });
/** With Wilson's 95 % interval. */
const attackRateSchema = attemptsSchema.extend({ rate: share.nullable(), low: share, high: share });

export const baseComparisonSchema = z.object({
  /** What the model was tuned from; null where that is not logged. */
  base: z.string().nullable(),
  /** null: it has not been compared. */
  comparison: z
    .object({
      comparedAt: time,
      /** Attacks since then are compared. */
      since: time,
      verdict: baseVerdictSchema,
      /** In one sentence, with counts. */
      sentence: z.string(),
      ratio: ratioSchema.nullable(),
      tuned: attackRateSchema,
      base: attackRateSchema,
      /** At each model, until a trebling would be told apart. */
      neededAttempts: count.nullable(),
      families: z.array(z.object({ family: z.string(), tuned: attemptsSchema, base: attemptsSchema })),
    })
    .nullable(),
});
export type BaseComparisonAnswer = z.infer<typeof baseComparisonSchema>;
