/** What not everybody who is logged in may do. */
export type Permission = 'evidence.reveal';

/** What each role may do beyond looking; a role that is not here may do nothing of it. */
const permissionsOf: Readonly<Record<string, readonly Permission[]>> = {
  viewer: [],
  analyst: [],
  lead: ['evidence.reveal'],
  admin: ['evidence.reveal'],
};

/** True where the role has the permission. */
export function isAllowed(role: string, permission: Permission): boolean {
  return Object.hasOwn(permissionsOf, role) && permissionsOf[role]!.includes(permission);
}
