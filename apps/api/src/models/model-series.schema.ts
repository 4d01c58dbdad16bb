import { severitySchema } from '#contracts';
import { z } from 'zod';

const time = z.iso.datetime();

export const modelSeriesParamsSchema = z.object({ key: z.coerce.number().int().min(1).max(2_147_483_647) });
export const modelSeriesQuerySchema = z.object({
  /** How far back from now. */
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 90)
    .default(168),
});

/** What a model is charted by; shares are 0..1. */
export const measures = [
  'interactions',
  'attackShare',
  'successShare',
  'refusalShare',
  'errorShare',
  'responseChars',
  'latencyMs',
  'inputTokens',
  'outputTokens',
] as const;
export type Measure = (typeof measures)[number];

const measureSchema = z.enum(measures);

/** A model over time, by steps of one length. */
export const modelSeriesSchema = z.object({
  key: z.number().int(),
  id: z.string(),
  version: z.string(),
  from: time,
  until: time,
  stepSeconds: z.number().int(),
  /** Unix seconds of the steps' beginnings, without gaps. */
  at: z.array(z.number().int()),
  /** A value a step; null where there is nothing to take it from. */
  series: z.record(measureSchema, z.array(z.number().nullable())),
  /** Where 9 of 10 steps of the drift baseline lie; null without one, or with fewer than 20 steps. */
  bands: z.record(measureSchema, z.object({ low: z.number(), high: z.number() }).nullable()),
  /** On the same axis of time. */
  marks: z.array(
    z.object({
      at: time,
      kind: z.enum(['deploy', 'change', 'return', 'incident']),
      label: z.string(),
      severity: severitySchema.nullable(),
      incidentId: z.uuid().nullable(),
      /** Of a change and of its return: the feature that moved. */
      feature: z.string().nullable(),
    }),
  ),
});
export type ModelSeries = z.infer<typeof modelSeriesSchema>;
