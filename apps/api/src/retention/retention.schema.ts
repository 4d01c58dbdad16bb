import { retainModes } from '#database';
import { z } from 'zod';
import { pageOf } from '../http/page.schema.js';
import { lineOfText } from '../http/text.schema.js';

const time = z.iso.datetime();
const day = z.iso.date();
const count = z.number().int().nonnegative();

/** A table that is kept by the day, and what goes of it next. */
const keptTableSchema = z.object({
  table: z.string(),
  keeps: z.enum(['text', 'counters']),
  /** A day (UTC) goes when all of it is older. */
  keepDays: count,
  bytes: count,
  /** First and last day that has a partition of its own; null: none has. */
  firstDay: day.nullable(),
  lastDay: day.nullable(),
  /** Rows outside of any day, about: legal holds keep them, or their day's partition is still to be made. */
  rowsWithoutDay: count,
  /** The days that go within a week, and when. */
  goesNext: z.array(z.object({ day, at: time, bytes: count })),
});

export const retentionSchema = z.object({
  /** When the storage job last ended well; null: it has not run yet, and nothing is known of its policy. */
  lastRunAt: time.nullable(),
  /** When it failed, where it has not ended well since. */
  failedAt: time.nullable(),
  /** Interactions of each model and day that are kept as its sample. */
  samplePerDay: count.nullable(),
  tables: z.array(keptTableSchema),
  /** The whole database. */
  bytes: count,
});

export const holdSchema = z.object({
  incidentId: z.uuid(),
  incident: z.number().int(),
  tenant: z.string(),
  reason: z.string(),
  by: z.string(),
  at: time,
  /** Rows of evidence that it keeps now. */
  evidence: count,
});
export const holdsSchema = pageOf(holdSchema);
export const holdParamsSchema = z.object({ id: z.uuid() });
export const holdRequestSchema = z.object({ reason: lineOfText(3, 500) });

export const retainParamsSchema = z.object({ key: z.coerce.number().int().min(1).max(2_147_483_647) });
export const retainRequestSchema = z.object({
  retain: z.enum(retainModes),
  /** This version alone; otherwise every version of the model. A new version follows the one before it. */
  onlyThisVersion: z.boolean().default(false),
});
export const retainedSchema = z.object({
  model: z.string(),
  versions: z.array(z.string()),
  retain: z.enum(retainModes),
});

export type Retention = z.infer<typeof retentionSchema>;
export type KeptTable = z.infer<typeof keptTableSchema>;
export type Hold = z.infer<typeof holdSchema>;
export type RetainRequest = z.infer<typeof retainRequestSchema>;
export type Retained = z.infer<typeof retainedSchema>;
