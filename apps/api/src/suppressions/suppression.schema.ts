import { z } from 'zod';
import { pageOf } from '../http/page.schema.js';
import { lineOfText } from '../http/text.schema.js';
import { matchersSchema, tenantSchema } from '../silences/silence.schema.js';

const time = z.iso.datetime();
const count = z.number().int().nonnegative();

export const backtestRequestSchema = z.object({ tenant: tenantSchema, matchers: matchersSchema });

/** What a suppression would have hidden of the last seven days. */
export const backtestSchema = z.object({
  /** Names this answer to `POST /v1/suppressions`, for an hour and once. */
  id: z.uuid(),
  days: count,
  findings: count,
  hidden: count,
  hiddenIncidents: count,
  hiddenCritical: count,
  /** True where a second person has to agree before it hides anything. */
  needsSecondPerson: z.boolean(),
  /** The largest of what would be hidden, ten at most. */
  groups: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      findings: count,
      incidents: count,
      example: z.string(),
    }),
  ),
});

export const suppressionRequestSchema = z.object({
  backtestId: z.uuid(),
  expiresAt: time,
  reason: lineOfText(10, 500),
});

export const suppressionSchema = z.object({
  id: z.uuid(),
  tenant: z.string(),
  matchers: z.array(z.string()),
  reason: z.string(),
  author: z.string(),
  createdAt: time,
  expiresAt: time,
  approvedBy: z.string().nullable(),
  endedBy: z.string().nullable(),
  /** `proposed`: it hides nothing until a second person agrees. */
  state: z.enum(['proposed', 'active', 'expired', 'ended']),
  /** What the backtest said it would have hidden of seven days. */
  expected: count,
  /** Findings that it hid. */
  hidden: count,
});

export const suppressionQuerySchema = z.object({
  state: z.enum(['proposed', 'active', 'expired', 'ended', 'all']).default('all'),
});
export const suppressionParamsSchema = z.object({ id: z.uuid() });
export const suppressionsSchema = pageOf(suppressionSchema);

export type BacktestRequest = z.infer<typeof backtestRequestSchema>;
export type BacktestAnswer = z.infer<typeof backtestSchema>;
export type SuppressionRequest = z.infer<typeof suppressionRequestSchema>;
export type Suppression = z.infer<typeof suppressionSchema>;
