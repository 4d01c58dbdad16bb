import { z } from 'zod';
import { weekLabelSchema } from './iso-week.js';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const time = z.iso.datetime();

/** `decide`: somebody must; `look`: something changed; `steady`: watched, nothing did; `unknown`: nobody can tell yet. */
const modelStatusSchema = z.enum(['decide', 'look', 'steady', 'unknown']);
export type ModelStatus = z.infer<typeof modelStatusSchema>;

const incidentRefSchema = z.object({ id: z.uuid(), number: count });

/** One thing that changed. */
const shiftSchema = z.object({
  feature: z.string(),
  /** What, how much, since when, where: one sentence without its full stop. */
  sentence: z.string(),
  since: time,
  severity: z.string(),
  incident: incidentRefSchema.nullable(),
  /** False: its incident is closed. */
  isOpen: z.boolean(),
  /** From the change to its end, or that of the week, with its 95 % interval; null where there is no such figure. */
  rate: z
    .object({
      baseline: share,
      current: share,
      low: share,
      high: share,
      interactions: count,
      sessions: count,
    })
    .nullable(),
});
export type Shift = z.infer<typeof shiftSchema>;

/** A rate over eight weeks beside the baseline. */
const trendSchema = z.object({
  /** What is drawn. */
  label: z.string(),
  baseline: share.nullable(),
  weeks: z.array(z.object({ from: time, level: share.nullable() })),
  /** When a version of the model began to serve. */
  releases: z.array(z.object({ at: time, version: z.string() })),
});
export type Trend = z.infer<typeof trendSchema>;

const summaryModelSchema = z.object({
  id: z.string(),
  version: z.string(),
  status: modelStatusSchema,
  /** What leads, without its full stop. */
  sentence: z.string(),
  /** What else there is to say, a few words each. */
  also: z.array(z.string()),
  interactions: count,
  /** The three that matter most, the largest first. */
  shifts: z.array(shiftSchema).max(3),
  moreShifts: count,
  trend: trendSchema,
  attacks: z.object({ tried: count, succeeded: count }),
});
export type SummaryModel = z.infer<typeof summaryModelSchema>;

/** Minutes: half of them took no longer, and nine of ten. Null where there was none. */
const durationSchema = z.object({ median: z.number(), p90: z.number(), n: count }).nullable();
export type Duration = z.infer<typeof durationSchema>;

const openIncidentSchema = z.object({
  ...incidentRefSchema.shape,
  severity: z.string(),
  status: z.string(),
  title: z.string(),
  model: z.string().nullable(),
  opened: time,
  assignee: z.string().nullable(),
});

/** A weekly summary of one tenant. No prompt, no response, no p-value. */
export const summaryDocumentSchema = z.object({
  format: z.literal(1),
  tenant: z.string(),
  week: weekLabelSchema,
  from: time,
  until: time,
  timeZone: z.string(),
  made: time,
  /** False: the week was not over when this was made. Such a summary is never kept. */
  isWhole: z.boolean(),
  headline: z.string(),
  models: z.array(summaryModelSchema),
  attacks: z.object({
    interactions: count,
    tried: count,
    succeeded: count,
    /** Attack incidents opened in the week that somebody gave a verdict, and how many were confirmed. */
    judged: count,
    truePositives: count,
  }),
  incidents: z.object({
    opened: count,
    resolved: count,
    acknowledgedIn: durationSchema,
    resolvedIn: durationSchema,
  }),
  done: z.array(z.object({ at: time, who: z.string(), what: z.string(), incident: incidentRefSchema })),
  open: z.array(openIncidentSchema),
  notWatched: z.object({
    minutes: count,
    /** The longest first; `null`: over, for how long is not known. */
    gaps: z.array(z.object({ title: z.string(), minutes: count.nullable() })),
    deadLetters: count,
    /** Messages about incidents that were kept back: silences, mute times, another incident. */
    heldBack: count,
    failedNotifications: count,
    deliveredNotifications: count,
  }),
});
export type SummaryDocument = z.infer<typeof summaryDocumentSchema>;
