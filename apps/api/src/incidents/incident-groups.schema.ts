import { severitySchema } from '#contracts';
import { z } from 'zod';
import { incidentFilterShape } from './incident-filter.js';

const value = z.string().nullable().optional();
/** What incidents can be grouped by, as it stands in a group; the console takes their names from here. */
const groupValues = {
  severity: value,
  status: value,
  kind: value,
  family: value,
  outcome: value,
  model: value,
  version: value,
  tenant: value,
};
const groupFieldSchema = z.object(groupValues).keyof();
export type GroupField = z.infer<typeof groupFieldSchema>;

export const incidentGroupsQuerySchema = z.object({
  ...incidentFilterShape,
  /** Up to three fields with commas; without them only the total is counted. */
  by: z
    .string()
    .max(100)
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(groupFieldSchema).max(3))
    .optional(),
});

/** Incidents that are alike in some fields, the most severe first, 200 groups at most. */
export const incidentGroupsSchema = z.object({
  total: z.number().int().nonnegative(),
  groups: z.array(
    z.object({
      /** The fields that were asked for; null where an incident has none. */
      values: z.object(groupValues),
      incidents: z.number().int().positive(),
      severity: severitySchema,
      lastSeenAt: z.iso.datetime(),
    }),
  ),
});

export type IncidentGroupsQuery = z.infer<typeof incidentGroupsQuerySchema>;
export type IncidentGroups = z.infer<typeof incidentGroupsSchema>;
