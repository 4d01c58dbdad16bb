import { type Role, isAtLeast, isRole } from '#access';

/** What members of a group of the identity provider may do. */
export interface GroupRole {
  readonly group: string;
  readonly role: Role;
  /** The one tenant whose things they see; null: all. */
  readonly tenant: string | null;
}

/** What somebody may do, and for whom. */
export interface Access {
  readonly role: Role;
  readonly tenant: string | null;
}

/** The list `group=role`, `group=role@tenant` … with commas; undefined where an entry is none. */
export function parseGroupRoles(text: string): readonly GroupRole[] | undefined {
  const entries = text.split(',').map((entry) => /^\s*([^=]+?)\s*=\s*(\w+)(?:@([^@]+?))?\s*$/.exec(entry));
  const parsed = entries.map((match) => {
    const [, group, role, tenant] = match ?? [];
    return group === undefined || role === undefined || !isRole(role)
      ? undefined
      : { group, role, tenant: tenant ?? null };
  });
  return parsed.includes(undefined) ? undefined : (parsed as readonly GroupRole[]);
}

/** The highest role that the groups give, of two alike the one for all tenants; undefined where they give none. */
export function accessOf(groups: readonly string[], mapping: readonly GroupRole[]): Access | undefined {
  const given = mapping.filter(({ group }) => groups.includes(group));
  const best = given.reduce<GroupRole | undefined>(
    (found, next) => (found === undefined || isAbove(next, found) ? next : found),
    undefined,
  );
  return best && { role: best.role, tenant: best.tenant };
}

function isAbove(one: GroupRole, other: GroupRole): boolean {
  if (one.role !== other.role) return isAtLeast(one.role, other.role);
  return one.tenant === null && other.tenant !== null;
}
