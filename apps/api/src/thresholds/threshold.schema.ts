import { outcomeSchema } from '#contracts';
import { highestThreshold, shippedThreshold } from '#detection';
import { z } from 'zod';
import { lineOfText } from '../http/text.schema.js';

const time = z.iso.datetime();
const count = z.number().int().nonnegative();

export const thresholdParamsSchema = z.object({ key: z.coerce.number().int().min(1).max(2_147_483_647) });

/** From which score on interactions of a model are flagged. */
export const thresholdSchema = z.object({
  threshold: z.number(),
  /** False: it is the shipped one. */
  isOwn: z.boolean(),
  /** It can be set from the shipped one on: what scores less is not kept, and cannot be replayed. */
  least: z.number(),
  most: z.number(),
  /** The newest change that was made from a replay; null where there was none. */
  changed: z.object({ at: time, by: z.string(), from: z.number(), to: z.number() }).nullable(),
});

/** null: the shipped one. */
export const replayRequestSchema = z.object({
  threshold: z.number().min(shippedThreshold).max(highestThreshold).nullable(),
});

const crossingSchema = z.object({
  interactions: count,
  /** Of them attacks that worked: each is a finding. */
  worked: count,
  /** Of them what analysts called an attack, or a false positive. */
  confirmed: count,
  falsePositives: count,
  /** The newest of them, ten at most. */
  examples: z.array(
    z.object({
      evidenceId: z.uuid(),
      interactionId: z.string(),
      occurredAt: time,
      score: z.number(),
      outcome: outcomeSchema,
    }),
  ),
});

/** What a threshold would have changed. */
export const replaySchema = z.object({
  /** Names this answer to `PUT /v1/models/{key}/threshold`, for an hour and once. */
  id: z.uuid(),
  before: z.number(),
  after: z.number(),
  since: time,
  /** Interactions of the model that were counted since. */
  interactions: count,
  /** Of them stored with a score that a threshold can tell apart: what is compared. */
  compared: count,
  /** False: there are more than 20,000, and the newest were compared; `since` says from when on. */
  isComplete: z.boolean(),
  appearing: crossingSchema,
  disappearing: crossingSchema,
  /** Incidents of which nothing would be left, ten at most. */
  lostIncidents: z.object({
    total: count,
    items: z.array(z.object({ id: z.uuid(), number: count, title: z.string() })),
  }),
});

export const thresholdRequestSchema = z.object({ replayId: z.uuid(), reason: lineOfText(10, 500) });

export type Threshold = z.infer<typeof thresholdSchema>;
export type ReplayRequest = z.infer<typeof replayRequestSchema>;
export type Replay = z.infer<typeof replaySchema>;
export type ThresholdRequest = z.infer<typeof thresholdRequestSchema>;
