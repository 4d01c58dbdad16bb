import { z } from 'zod';
import { pageOf } from '../http/page.schema.js';

const count = z.number().int().nonnegative();
const time = z.iso.datetime();

/** A tenant, as its traffic made it known. */
export const tenantSchema = z.object({
  tenant: z.string(),
  models: count,
  versions: count,
  firstSeenAt: time,
  lastSeenAt: time.nullable(),
  /** Of the last 7 days. */
  week: z.object({ interactions: count, attacks: count }),
  openIncidents: count,
  holds: count,
  people: count,
  /** Versions by how much of their text is kept. */
  retain: z.object({ evidence: count, sample: count, all: count }),
  /** Its keys in KEYS_FILE, the newest of each purpose; null: this API has no KEYS_FILE, and so cannot tell. */
  keys: z
    .array(z.object({ purpose: z.enum(['masking', 'vault']), createdAt: time, older: count }))
    .nullable(),
});
export const tenantsSchema = pageOf(tenantSchema);

export type Tenant = z.infer<typeof tenantSchema>;
