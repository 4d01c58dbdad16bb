/** What a person may be, each role allowing everything that the ones before it allow. */
export const roles = ['viewer', 'analyst', 'lead', 'admin'] as const;

export type Role = (typeof roles)[number];

/** True where the text names a role. */
export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}

/** True where `role` is `lowest` or above it. */
export function isAtLeast(role: Role, lowest: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(lowest);
}
