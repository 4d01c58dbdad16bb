import {
  attemptOutcomeSchema,
  channelSchema,
  incidentStatusSchema,
  notificationStateSchema,
  severitySchema,
} from '#contracts';
import { z } from 'zod';

const time = z.iso.datetime();

const attemptSchema = z.object({
  attempt: z.number().int().nonnegative(),
  action: z.string(),
  outcome: attemptOutcomeSchema,
  statusCode: z.number().int().nullable(),
  reason: z.string().nullable(),
  startedAt: time,
  finishedAt: time.nullable(),
  latencyMs: z.number().nullable(),
  traceparent: z.string().nullable(),
});

/** Something that kept a message back: an inhibition, a silence, a mute time. */
const holdSchema = z.object({
  reason: z.string(),
  firstAt: time,
  lastAt: time,
  /** null: for good. */
  untilAt: time.nullable(),
});

/** What one receiver is owed over one channel. */
export const deliverySchema = z.object({
  receiver: z.string(),
  channel: channelSchema,
  route: z.string(),
  state: notificationStateSchema,
  /** One sentence: whether it was told, and if not, why. */
  answer: z.string(),
  /** What the receiver was told last; null: nothing. */
  toldSeverity: severitySchema.nullable(),
  toldStatus: incidentStatusSchema.nullable(),
  isEscalation: z.boolean(),
  /** Why it is not delivered, where it is not. */
  reason: z.string().nullable(),
  nextAttemptAt: time.nullable(),
  /** When it is told again, unless somebody acknowledges. */
  repeatAt: time.nullable(),
  holds: z.array(holdSchema),
  attempts: z.array(attemptSchema),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** The ledger of an incident. */
export const ledgerSchema = z.object({
  incident: z.object({ id: z.uuid(), number: z.number().int() }),
  /** Why nobody was told, or who was. */
  answer: z.string(),
  deliveries: z.array(deliverySchema),
  /** Suppressions that hid findings of its kind. */
  suppressions: z.array(
    z.object({
      id: z.uuid(),
      author: z.string(),
      reason: z.string(),
      findings: z.number().int(),
      lastAt: time,
    }),
  ),
});
export type Ledger = z.infer<typeof ledgerSchema>;
