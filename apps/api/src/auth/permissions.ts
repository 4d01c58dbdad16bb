/** What not everybody who is logged in may do. */
export type Permission = 'act' | 'silence' | 'suppress' | 'evidence.reveal';

/** What each role may do beyond looking; a role that is not here may do nothing of it. */
const permissionsOf: Readonly<Record<string, readonly Permission[]>> = {
  viewer: [],
  analyst: ['act', 'silence'],
  lead: ['act', 'silence', 'suppress', 'evidence.reveal'],
  admin: ['act', 'silence', 'suppress', 'evidence.reveal'],
};

/** True where the role has the permission. */
export function isAllowed(role: string, permission: Permission): boolean {
  return Object.hasOwn(permissionsOf, role) && permissionsOf[role]!.includes(permission);
}
