import { permissions } from '#access';
import { z } from 'zod';
import { lineOfText } from '../http/text.schema.js';
import { pageOf, pageQueryShape } from '../http/page.schema.js';
import { tenantSchema } from '../people/person.schema.js';

const time = z.iso.datetime();
const scopeSchema = z.enum(permissions);

/** An API token as it is listed: nothing of its secret. */
export const tokenSchema = z.object({
  id: z.uuid(),
  /** The beginning of the token, `tw_<prefix>_…`; the audit log names it `token:<prefix>`. */
  prefix: z.string(),
  name: z.string(),
  tenant: z.string().nullable(),
  scopes: z.array(z.string()),
  createdBy: z.string(),
  createdAt: time,
  expiresAt: time,
  lastUsedAt: time.nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
});

/** With the token itself, which is shown once and kept nowhere. */
export const newTokenSchema = tokenSchema.extend({ token: z.string() });

export const tokenRequestSchema = z.object({
  /** What it is for. */
  name: lineOfText(1, 100),
  /** Permissions that it has, out of those of whoever makes it. */
  scopes: z.array(scopeSchema).min(1).max(permissions.length),
  /** The one tenant whose things it sees; null: all. */
  tenant: tenantSchema.nullable().default(null),
  /** Days until it expires. */
  days: z.number().int().min(1).max(366).default(90),
});

export const tokenParamsSchema = z.object({ id: z.uuid() });
export const tokenQuerySchema = z.object(pageQueryShape);
export const tokenPageSchema = pageOf(tokenSchema);

export type Token = z.infer<typeof tokenSchema>;
export type TokenRequest = z.infer<typeof tokenRequestSchema>;
