import { verdictOfPersonSchema } from '#contracts';
import { z } from 'zod';
import { blockOfText, lineOfText } from '../http/text.schema.js';
import { incidentFilterShape } from '../incidents/incident-filter.js';
import { incidentIdSchema } from '../incidents/incident.schema.js';

/** What is done with each incident. */
export const bulkActionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('acknowledge') }),
  z.object({ kind: z.literal('assign'), assignee: lineOfText(1, 200).nullable() }),
  z.object({
    kind: z.literal('close'),
    verdict: verdictOfPersonSchema,
    note: blockOfText(0, 2_000).default(''),
  }),
  z.object({ kind: z.literal('reopen') }),
  z.object({ kind: z.literal('merge'), into: incidentIdSchema }),
]);
export type BulkAction = z.infer<typeof bulkActionSchema>;

/** With which incidents: those of a list, or all that match a filter when it is asked. */
export const bulkRequestSchema = z.union([
  z.strictObject({ action: bulkActionSchema, ids: z.array(z.uuid()).min(1).max(1_000) }),
  z.strictObject({ action: bulkActionSchema, filter: z.strictObject(incidentFilterShape) }),
]);
export type BulkRequest = z.infer<typeof bulkRequestSchema>;

const count = z.number().int().nonnegative();

export const bulkJobSchema = z.object({
  id: z.uuid(),
  action: z.string(),
  state: z.enum(['running', 'finished']),
  total: count,
  done: count,
  /** Incidents that the action was not possible with, e.g. closed ones that were to be closed. */
  refused: count,
  /** Why, of the first few. */
  refusals: z.array(z.string()),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  /** The job that this one takes back. */
  undoes: z.uuid().nullable(),
});
export type BulkJob = z.infer<typeof bulkJobSchema>;
export const bulkJobParamsSchema = z.object({ id: z.uuid() });
