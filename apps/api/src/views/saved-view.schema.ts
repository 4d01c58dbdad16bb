import { z } from 'zod';

const oneLine = z
  .string()
  .trim()
  .min(1)
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/u, 'one line')
  .refine((text) => text.isWellFormed(), 'holds a lone surrogate');

/** What a view is saved as: a name, and the part of the list's address behind the question mark. */
export const savedViewRequestSchema = z.object({
  name: oneLine.max(60),
  query: z
    .string()
    .max(1000)
    .regex(/^[\w\-.~%+&=,*:]*$/, 'percent-encode it'),
});

export const savedViewSchema = savedViewRequestSchema.extend({
  id: z.uuid(),
  savedBy: z.string(),
  savedAt: z.iso.datetime(),
});
export const savedViewsSchema = z.object({ items: z.array(savedViewSchema), next: z.null() });
export const savedViewParamsSchema = z.object({ id: z.uuid() });

export type SavedViewRequest = z.infer<typeof savedViewRequestSchema>;
export type SavedView = z.infer<typeof savedViewSchema>;
