import { severitySchema } from '#contracts';
import { z } from 'zod';
import { incidentFilterShape } from './incident-filter.js';

const groupFields = [
  'severity',
  'status',
  'kind',
  'family',
  'outcome',
  'model',
  'version',
  'tenant',
] as const;
export type GroupField = (typeof groupFields)[number];

export const incidentGroupsQuerySchema = z.object({
  ...incidentFilterShape,
  /** Up to three fields with commas; without them only the total is counted. */
  by: z
    .string()
    .max(100)
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(z.enum(groupFields)).max(3))
    .optional(),
});

/** Incidents that are alike in some fields, the most severe first, 200 groups at most. */
export const incidentGroupsSchema = z.object({
  total: z.number().int().nonnegative(),
  groups: z.array(
    z.object({
      /** Field to value; null where an incident has none. */
      values: z.record(z.string(), z.string().nullable()),
      incidents: z.number().int().positive(),
      severity: severitySchema,
      lastSeenAt: z.iso.datetime(),
    }),
  ),
});

export type IncidentGroupsQuery = z.infer<typeof incidentGroupsQuerySchema>;
export type IncidentGroups = z.infer<typeof incidentGroupsSchema>;
