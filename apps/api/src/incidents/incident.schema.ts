import {
  channelSchema,
  incidentStatusSchema,
  notificationStateSchema,
  outcomeSchema,
  severitySchema,
  verdictOfPersonSchema,
} from '#contracts';
import { z } from 'zod';
import { pageOf, pageQueryShape } from '../http/page.schema.js';
import { deliverySchema } from './delivery.schema.js';
import { incidentFilterShape } from './incident-filter.js';

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
  /** Findings of its kind that suppressions hid, beside those. */
  suppressed: count,
  /** Of its first 500 findings. */
  actors: count,
  /** Applications that its first 500 findings came from, three at most; empty where none is logged. */
  apps: z.array(z.string()),
  /** What found it: the commonest rules of its first 20 findings, three at most; else the pattern, feature or cause. */
  detectors: z.array(z.string()),
  firstSeenAt: time,
  lastSeenAt: time,
  openedAt: time,
  acknowledgedAt: time.nullable(),
  resolvedAt: time.nullable(),
  /** Whose it is. */
  assignee: z.string().nullable(),
  verdict: verdictOfPersonSchema.nullable(),
  /** The incident that it is a part of. */
  mergedInto: z.uuid().nullable(),
  /** For `If-Match`: it changes with what people decide on, not with findings that join. */
  version: z.string(),
  deliveries: z.array(
    z.object({ receiver: z.string(), channel: channelSchema, state: notificationStateSchema }),
  ),
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
  /** What is hidden in it (base64, Unicode tags and the like), as the rules read it. */
  decoded: z.array(z.object({ how: z.string(), text: z.string() })),
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

/** A verdict that somebody gave; null: it was cleared, since the incident came back. */
const verdictEntrySchema = z.object({
  at: time,
  who: z.string(),
  verdict: verdictOfPersonSchema.nullable(),
  note: z.string(),
});

/** Everything about one incident. */
export const incidentDetailSchema = incidentSummarySchema.omit({ deliveries: true }).extend({
  /** The newest first, 20 at most. */
  evidence: z.array(evidenceSchema),
  timeline: z.array(timelineEntrySchema),
  deliveries: z.array(deliverySchema),
  /** Every verdict, the oldest first. */
  verdicts: z.array(verdictEntrySchema),
  /** Incidents that were merged into it. */
  parts: z.array(z.object({ id: z.uuid(), number: count, title: z.string() })),
  traceparent: z.string().nullable(),
  /** MITRE ATLAS techniques and OWASP LLM risks that its findings are cases of. */
  taxonomy: z.array(z.object({ id: z.string(), name: z.string() })),
  drift: z
    .object({
      feature: z.string(),
      direction: z.enum(['up', 'down']),
      changeAt: time,
      /** Since when the level is back; null: it is not, as far as is known. */
      endedAt: time.nullable(),
      baseline: z.number(),
      current: z.number(),
      effectLow: z.number(),
      arlMinutes: z.number(),
    })
    .nullable(),
});

export const incidentQuerySchema = z.object({ ...pageQueryShape, ...incidentFilterShape });

/** Id, or number as in INC-7. */
export const incidentIdSchema = z.union([z.uuid(), z.string().regex(/^(?:INC-)?\d{1,15}$/)]);
export const incidentParamsSchema = z.object({ id: incidentIdSchema });

export const incidentPageSchema = pageOf(incidentSummarySchema);

export type IncidentSummary = z.infer<typeof incidentSummarySchema>;
export type IncidentDetail = z.infer<typeof incidentDetailSchema>;
export type IncidentQuery = z.infer<typeof incidentQuerySchema>;
