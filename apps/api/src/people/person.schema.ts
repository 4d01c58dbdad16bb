import { roles } from '#access';
import { z } from 'zod';
import { lineOfText } from '../http/text.schema.js';
import { pageOf, pageQueryShape } from '../http/page.schema.js';

const time = z.iso.datetime();

/** A tenant as logs name it. */
export const tenantSchema = lineOfText(1, 200);

/** Somebody who logged in by the identity provider. */
export const personSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  /** null: no group of theirs has a role, and nobody gave them one; they may not come in. */
  role: z.enum(roles).nullable(),
  /** The one tenant whose things they see; null: all. */
  tenant: z.string().nullable(),
  /** Who decides on role and tenant: the provider's groups at every login, or an admin. */
  roleFrom: z.enum(['groups', 'admin']),
  disabled: z.boolean(),
  createdAt: time,
  lastLoginAt: time.nullable(),
});

/** What an admin may change; what is left out stays. */
export const personChangeSchema = z
  .object({
    /** Role and tenant from now on, whatever the groups say; null: as the groups say at the next login. */
    access: z
      .object({ role: z.enum(roles), tenant: tenantSchema.nullable() })
      .nullable()
      .optional(),
    /** True ends every session and keeps them out. */
    disabled: z.boolean().optional(),
  })
  .refine(({ access, disabled }) => access !== undefined || disabled !== undefined, 'changes nothing');

export const personParamsSchema = z.object({ id: z.uuid() });
export const personQuerySchema = z.object(pageQueryShape);
export const personPageSchema = pageOf(personSchema);

export type Person = z.infer<typeof personSchema>;
export type PersonChange = z.infer<typeof personChangeSchema>;
