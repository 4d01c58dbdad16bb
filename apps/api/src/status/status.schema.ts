import { channelSchema } from '#contracts';
import { z } from 'zod';

const count = z.number().int().nonnegative();
const time = z.iso.datetime();

/** What is not as it should be, since when, and what to do about it. */
const troubleSchema = z.object({
  what: z.string(),
  since: time.nullable(),
  /** The consequence for people who rely on it. */
  means: z.string(),
  advice: z.string(),
});

/** A receiver that cannot be told, and why. */
const refusalSchema = z.object({
  receiver: z.string(),
  channel: channelSchema,
  reason: z.string(),
  messages: count,
  /** False: they are tried again and again. */
  isGivenUp: z.boolean(),
  since: time,
});

/** How Tunewarden itself is doing. */
export const statusSchema = z.object({
  at: time,
  /** Empty: everything is watched, and everybody told. */
  degraded: z.array(troubleSchema),
  ingest: z.object({
    /** Of the last five minutes. */
    interactionsPerSecond: z.number(),
    interactionsOfDay: count,
    lastInteractionAt: time.nullable(),
    deadLettersOfHour: count,
    deadLettersWaiting: count,
    stoppedTopics: z.array(z.string()),
  }),
  /** How far the analyzer is in each partition of the masked topic. */
  partitions: z.array(
    z.object({
      topic: z.string(),
      partition: z.number().int(),
      nextOffset: z.string(),
      /** Event time up to which it is complete. */
      watermarkAt: time,
      movedAt: time,
    }),
  ),
  findings: z.object({
    ofDay: count,
    /** Not yet told to alerting. */
    waiting: count,
    oldestWaitingAt: time.nullable(),
  }),
  deliveries: z.object({
    deliveredOfDay: count,
    pending: count,
    failedOfDay: count,
    /** The one that should have gone first and has not. */
    oldestDueAt: time.nullable(),
    /** From the start of an attempt to its answer, milliseconds, over the last day; null without one. */
    p95Ms: z.number().nullable(),
    /** Who cannot be told, and why. */
    refusals: z.array(refusalSchema),
  }),
  /** Known attacks that go through the whole path every minute: those of the last hour that have had their time. */
  canaries: z.object({
    ofHour: count,
    foundOfHour: count,
    lastFoundAt: time.nullable(),
  }),
  database: z.object({
    bytes: count,
    largest: z.array(z.object({ table: z.string(), bytes: count })),
    lastMaintenanceAt: time.nullable(),
    maintenanceFailedAt: time.nullable(),
  }),
});

export type Refusal = z.infer<typeof refusalSchema>;
export type Status = z.infer<typeof statusSchema>;
export type Trouble = Status['degraded'][number];
