import { formatMatcher, matchesAnything, parseMatcher } from '#incidents';
import { z } from 'zod';
import { pageOf } from '../http/page.schema.js';
import { lineOfText } from '../http/text.schema.js';

const time = z.iso.datetime();

/** `severity=~"high|critical"`, as Alertmanager writes it. */
const matcherSchema = z
  .string()
  .max(600)
  .refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'no text')
  .refine((text) => parseMatcher(text) !== undefined, 'is no matcher like family="persona"')
  .transform((text) => {
    const matcher = parseMatcher(text);
    return matcher === undefined ? text : formatMatcher(matcher);
  });

/** At least one matcher must ask for something, or everything would be muted by one slip. */
export const matchersSchema = z
  .array(matcherSchema)
  .min(1)
  .max(20)
  .refine(
    (texts) => !matchesAnything(texts.flatMap((text) => parseMatcher(text) ?? [])),
    'would match everything: name at least one label',
  );

export const tenantSchema = lineOfText(1, 200).default('default');

export const silenceRequestSchema = z.object({
  tenant: tenantSchema,
  matchers: matchersSchema,
  /** Now, unless given. */
  startsAt: time.optional(),
  endsAt: time,
  comment: lineOfText(3, 500),
});

export const silenceSchema = z.object({
  id: z.uuid(),
  tenant: z.string(),
  matchers: z.array(z.string()),
  startsAt: time,
  endsAt: time,
  author: z.string(),
  comment: z.string(),
  state: z.enum(['pending', 'active', 'expired']),
  /** Messages that wait for its end. */
  holding: z.number().int().nonnegative(),
});

export const silenceQuerySchema = z.object({
  state: z.enum(['pending', 'active', 'expired', 'unexpired', 'all']).default('unexpired'),
  tenant: lineOfText(1, 200).optional(),
});
export const silenceParamsSchema = z.object({ id: z.uuid() });
export const silencesSchema = pageOf(silenceSchema);

export type SilenceRequest = z.infer<typeof silenceRequestSchema>;
export type Silence = z.infer<typeof silenceSchema>;
export type SilenceQuery = z.infer<typeof silenceQuerySchema>;
