import { z } from 'zod';

const yamlSchema = z
  .string()
  .min(1)
  .max(200_000)
  .refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'no text');
const seconds = z.number();

export const routingSchema = z.object({
  /** Where alerting has it from; null: no alerting has run yet. A file cannot be edited here. */
  source: z.enum(['file', 'environment', 'api']).nullable(),
  /** What alerting goes by, as YAML. Secrets are named in it, never held. */
  yaml: z.string(),
  takenAt: z.iso.datetime().nullable(),
  /** The newest version that was stored here; `If-Match` takes its revision. */
  stored: z
    .object({ revision: z.string(), yaml: z.string(), author: z.string(), storedAt: z.iso.datetime() })
    .nullable(),
});

export const routingChangeSchema = z.object({ yaml: yamlSchema });

export const routingCheckSchema = z.object({
  yaml: yamlSchema,
  /** What is known of an incident: tenant, model, version, kind, family, severity, outcome. */
  labels: z.record(z.string().max(40), z.string().max(500)).default({}),
});

export const routingCheckedSchema = z.object({
  /** Everything that is wrong, each with its line; empty: nothing. */
  problems: z.array(z.string()),
  /** Where an incident with these labels would go. */
  routes: z.array(
    z.object({
      route: z.string(),
      receiver: z.string(),
      messages: z.array(
        z.object({
          receiver: z.string(),
          channel: z.string(),
          afterSeconds: seconds,
          unlessAcknowledged: z.boolean(),
        }),
      ),
      repeatIntervalSeconds: seconds,
    }),
  ),
});

export type RoutingAnswer = z.infer<typeof routingSchema>;
export type RoutingChecked = z.infer<typeof routingCheckedSchema>;
