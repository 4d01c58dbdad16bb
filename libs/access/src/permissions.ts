import { type Role, isAtLeast } from './roles.js';

/** The permission matrix: every permission, with the lowest role that has it. Scopes of API tokens are its names. */
export const lowestRole = {
  /** What every login may do to itself: see who it is, log out. */
  'session.own': 'viewer',
  'incidents.read': 'viewer',
  'findings.read': 'viewer',
  'models.read': 'viewer',
  'rules.read': 'viewer',
  'summaries.read': 'viewer',
  /** How the installation is: dead letters, stopped topics, lag, deliveries. */
  'status.read': 'viewer',
  /** Masked text of logs: without it, answers have none. */
  'text.read': 'analyst',
  /** Acknowledge, assign, close, merge, note. */
  'incidents.act': 'analyst',
  'silences.write': 'analyst',
  /** Originals, as they were before masking. */
  'evidence.reveal': 'lead',
  'suppressions.write': 'lead',
  /** Learn a model anew, take what it is like now for usual, announce planned changes. */
  'baselines.write': 'lead',
  /** Rules and thresholds. */
  'rules.write': 'lead',
  /** Receivers and routes of notifications. */
  'receivers.manage': 'admin',
  /** How much is kept of a model, and legal holds. */
  'retention.manage': 'admin',
  'people.manage': 'admin',
  'tokens.manage': 'admin',
  /** Hand out login links. */
  'logins.create': 'admin',
  'audit.read': 'admin',
} as const satisfies Readonly<Record<string, Role>>;

export type Permission = keyof typeof lowestRole;

/** Every permission, in the order of the matrix. */
export const permissions = Object.keys(lowestRole) as readonly Permission[];

/** True where the text names a permission. */
export function isPermission(text: string): text is Permission {
  return Object.hasOwn(lowestRole, text);
}

/** The permissions of a role. */
export function permissionsOf(role: Role): readonly Permission[] {
  return permissions.filter((permission) => isAtLeast(role, lowestRole[permission]));
}
