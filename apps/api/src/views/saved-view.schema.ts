import { z } from 'zod';
import { lineOfText } from '../http/text.schema.js';

/** What a view is saved as: a name, and the part of the list's address behind the question mark. */
export const savedViewRequestSchema = z.object({
  name: lineOfText(1, 60),
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
