import { z } from 'zod';

/** One page of a list: `next` is the cursor of the page after it, null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** How a list is paged; 50 items unless told otherwise, 200 at most. */
export const pageQueryShape = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
};

/** A text that a list is narrowed by: anything that Postgres takes as text. */
export function filterText(max: number) {
  return z
    .string()
    .max(max)
    .refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'no text');
}

/** Microseconds since the epoch, as far as Postgres counts years. */
export const microseconds = z.string().regex(/^\d{1,18}$/);

/** RFC 9457. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
});
