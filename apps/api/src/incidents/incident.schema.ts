import {
  attemptOutcomeSchema,
  channelSchema,
  incidentStatusSchema,
  notificationStateSchema,
  outcomeSchema,
  severitySchema,
} from '#contracts';
import { z } from 'zod';
import { filterText, pageOf, pageQueryShape } from '../http/page.schema.js';

const time = z.iso.datetime();
const count = z.number().int().nonnegative();

/** Where a record stands in Kafka. */
const coordinatesSchema = z.object({ topic: z.string(), partition: z.number().int(), offset: z.string() });
/** And which record of the message, from 0: an OTLP export holds many. */
const sourceSchema = coordinatesSchema.extend({ index: z.number().int() });

const modelRefSchema = z.object({ id: z.string(), version: z.string(), base: z.string().nullable() });

/** A row of the list. */
export const incidentSummarySchema = z.object({
  id: z.uuid(),
  number: count,
  kind: z.enum(['attack', 'drift', 'coverage']),
  /** Attack family, the feature that drifted, or what keeps Tunewarden from watching. */
  family: z.string(),
  severity: severitySchema,
  status: incidentStatusSchema,
  outcome: outcomeSchema.nullable(),
  title: z.string(),
  reason: z.string(),
  tenant: z.string(),
  /** null: it concerns no one model. */
  model: modelRefSchema.nullable(),
  findings: count,
  actors: count,
  firstSeenAt: time,
  lastSeenAt: time,
  openedAt: time,
  resolvedAt: time.nullable(),
  deliveries: z.array(z.object({ channel: channelSchema, state: notificationStateSchema })),
});

const matchedSpanSchema = z.object({
  ruleId: z.string(),
  start: z.number().int(),
  end: z.number().int(),
});

/** One turn of a conversation, masked. Text of a log: show it as text. */
const turnSchema = z.object({
  role: z.string(),
  /** Where it came from, if not from a person or the model itself. */
  where: z.enum(['user', 'retrieved', 'tool']).nullable(),
  content: z.string(),
  /** Half-open UTF-16 offsets into `content` that rules matched. */
  spans: z.array(matchedSpanSchema),
});

const evidenceSchema = z.object({
  id: z.uuid(),
  interactionId: z.string(),
  occurredAt: time,
  outcome: outcomeSchema,
  actor: z.string().nullable(),
  session: z.string().nullable(),
  score: z.number(),
  rules: z.array(z.string()),
  verdict: z.string().nullable(),
  /** False where the login may not see text of logs, masked or not: `turns` is empty then. */
  textShown: z.boolean(),
  turns: z.array(turnSchema),
  /** Verdicts of guardrails upstream of Tunewarden. */
  guardrail: z.array(z.object({ policy: z.string(), verdict: z.string(), score: z.number().nullable() })),
  /** True where the original can be revealed. */
  sealed: z.boolean(),
  source: sourceSchema,
  masked: coordinatesSchema,
  traceparent: z.string().nullable(),
});

/** One thing that happened, from the log event to the last delivery attempt. */
const timelineEntrySchema = z.object({
  at: time,
  event: z.string(),
  who: z.string(),
  detail: z.string(),
});

const attemptSchema = z.object({
  attempt: count,
  action: z.string(),
  outcome: attemptOutcomeSchema,
  statusCode: z.number().int().nullable(),
  reason: z.string().nullable(),
  startedAt: time,
  finishedAt: time.nullable(),
  traceparent: z.string().nullable(),
});

const deliverySchema = z.object({
  channel: channelSchema,
  state: notificationStateSchema,
  /** Why it is not delivered, where it is not. */
  reason: z.string().nullable(),
  nextAttemptAt: time.nullable(),
  attempts: z.array(attemptSchema),
});

/** Everything about one incident. */
export const incidentDetailSchema = incidentSummarySchema.omit({ deliveries: true }).extend({
  /** The newest first, 20 at most. */
  evidence: z.array(evidenceSchema),
  timeline: z.array(timelineEntrySchema),
  deliveries: z.array(deliverySchema),
  traceparent: z.string().nullable(),
  drift: z
    .object({
      feature: z.string(),
      direction: z.enum(['up', 'down']),
      changeAt: time,
      baseline: z.number(),
      current: z.number(),
      effectLow: z.number(),
      arlMinutes: z.number(),
    })
    .nullable(),
});

export const incidentQuerySchema = z.object({
  ...pageQueryShape,
  /** Unresolved ones unless told otherwise. */
  status: z.enum(['unresolved', 'open', 'acknowledged', 'resolved', 'all']).default('unresolved'),
  kind: z.enum(['attack', 'drift', 'coverage']).optional(),
  model: filterText(200).optional(),
});

export const incidentParamsSchema = z.object({
  /** Id, or number as in INC-7. */
  id: z.union([z.uuid(), z.string().regex(/^(?:INC-)?\d{1,15}$/)]),
});

export const incidentPageSchema = pageOf(incidentSummarySchema);

export type IncidentSummary = z.infer<typeof incidentSummarySchema>;
export type IncidentDetail = z.infer<typeof incidentDetailSchema>;
export type IncidentQuery = z.infer<typeof incidentQuerySchema>;
