import type { Permission, Session } from '../api/session.js';

/** What something takes: a permission, and a login of all tenants where it concerns the whole installation. */
export interface Needed {
  readonly permission: Permission;
  readonly allTenants?: true;
}

/** True where a login may do what takes this. The API decides; this is only for what is offered. */
export function isAllowed({ permissions, tenant }: Session, { permission, allTenants }: Needed): boolean {
  return permissions.includes(permission) && (allTenants !== true || tenant === null);
}
