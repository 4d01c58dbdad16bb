import { z } from 'zod';
import { filterText, pageOf, pageQueryShape } from '../http/page.schema.js';

/** Something that somebody did, or tried to do. Rows are added, never changed. */
const auditEntrySchema = z.object({
  /** Its place in the chain: 1, 2, 3 … */
  place: z.string(),
  at: z.string(),
  /** null: an affair of the installation. */
  tenant: z.string().nullable(),
  who: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
  /** SHA-256 over the row and the digest before it, in hexadecimal. */
  digest: z.string(),
});

export const auditQuerySchema = z.object({
  ...pageQueryShape,
  who: filterText(300).optional(),
  action: filterText(100).optional(),
});

export const auditPageSchema = pageOf(auditEntrySchema);
