import { verdictOfPersonSchema } from '#contracts';
import { z } from 'zod';

/** A click on a message: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const slackClickSchema = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().max(50) }),
  trigger_id: z.string().max(200),
  response_url: z.url().optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string().max(255),
        value: z.string().max(2_000).optional(),
        selected_option: z.object({ value: z.string().max(200) }).nullish(),
      }),
    )
    .min(1)
    .max(10),
});
export type SlackClick = z.infer<typeof slackClickSchema>;

/** What a choice of the menu "Close as" holds. */
export const closeChoiceSchema = z
  .string()
  .transform((text) => text.split(' '))
  .pipe(z.tuple([z.uuid(), verdictOfPersonSchema]));

const reference = z.looseObject({
  id: z.string().max(100),
  type: z.string().max(100),
  summary: z.string().max(1_000).nullish(),
});

/** An event of PagerDuty: https://developer.pagerduty.com/docs/webhooks/v3-overview/ */
export const pagerDutyEventSchema = z.object({
  event: z.object({
    id: z.string().min(1).max(100),
    event_type: z.string().max(100),
    occurred_at: z.iso.datetime({ offset: true }),
    agent: reference.nullish(),
    data: z.looseObject({
      id: z.string().max(100).nullish(),
      /** Our `dedup_key`: the id of the incident. */
      incident_key: z.string().max(255).nullish(),
      /** Of an annotation, which has no key of its own. */
      incident: reference.nullish(),
      content: z.string().max(100_000).nullish(),
      assignees: z.array(reference).max(100).nullish(),
      priority: z.looseObject({ summary: z.string().max(200).nullish() }).nullish(),
    }),
  }),
});
export type PagerDutyEvent = z.infer<typeof pagerDutyEventSchema>['event'];
