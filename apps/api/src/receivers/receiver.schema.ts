import { channelSchema } from '#contracts';
import { z } from 'zod';
import { pageOf } from '../http/page.schema.js';

const time = z.iso.datetime();
const count = z.number().int().nonnegative();

export const receiverParamsSchema = z.object({ name: z.string().regex(/^[\w.-]{1,60}$/) });
export const receiverTestParamsSchema = z.object({ id: z.uuid() });

/** A test message by one channel of a receiver. */
const testDeliverySchema = z.object({
  channel: channelSchema,
  /**
   * `accepted`: the provider took it. `refused`: it did not, or we could not ask it, and `reason` says why. `unclear`:
   * it may have arrived. `waiting` and `sending` end by themselves within minutes.
   */
  state: z.enum(['waiting', 'sending', 'accepted', 'refused', 'unclear']),
  statusCode: z.number().int().nullable(),
  reason: z.string().nullable(),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
});

export const receiverTestSchema = z.object({
  id: z.uuid(),
  receiver: z.string(),
  requestedBy: z.string(),
  requestedAt: time,
  deliveries: z.array(testDeliverySchema),
});

/** Somebody who is told, as alerting goes by the routing now. */
export const receiverSchema = z.object({
  name: z.string(),
  /** Who is told instead where this one refuses for good. */
  fallback: z.string().nullable(),
  channels: z.array(
    z.object({
      channel: channelSchema,
      /** Slack's channel, or the webhook's host; PagerDuty's service is known by its key alone. */
      to: z.string().nullable(),
      /** The newest attempt of the last 30 days. */
      lastDelivery: z
        .object({
          at: time,
          incidentId: z.uuid(),
          outcome: z.enum(['started', 'accepted', 'retry', 'failed']),
          statusCode: z.number().int().nullable(),
          reason: z.string().nullable(),
        })
        .nullable(),
      /** Messages about incidents that are not resolved: those that wait, and those that were given up. */
      waiting: count,
      failed: count,
      lastTest: receiverTestSchema.omit({ deliveries: true }).extend(testDeliverySchema.shape).nullable(),
    }),
  ),
});
export const receiversSchema = pageOf(receiverSchema);

export type ReceiverTest = z.infer<typeof receiverTestSchema>;
export type TestDelivery = z.infer<typeof testDeliverySchema>;
export type ReceiverAnswer = z.infer<typeof receiverSchema>;
