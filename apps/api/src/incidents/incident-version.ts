import { createHash } from 'node:crypto';
import type { IncidentState } from '#contracts';

/**
 * The version of an incident, for `ETag` and `If-Match`: it changes with what people decide on and not with every
 * finding that joins, since in a storm nobody could close anything otherwise.
 */
export function versionOf(state: Decided): string {
  const { status, severity, assignee, verdict, mergedInto, acknowledgedAtMs, resolvedAtMs } = state;
  const decided = [status, severity, assignee, verdict, mergedInto, acknowledgedAtMs, resolvedAtMs];
  return createHash('sha256').update(JSON.stringify(decided)).digest('base64url').slice(0, 16);
}

/** What people decide on. */
export type Decided = Pick<
  IncidentState,
  'status' | 'severity' | 'assignee' | 'verdict' | 'mergedInto' | 'acknowledgedAtMs' | 'resolvedAtMs'
>;

/** The version that an `If-Match` header names; undefined where it names any. Its value is one of ours or matches nothing. */
export function versionOfHeader(header: string | undefined): string | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  return header.trim().replace(/^"(.*)"$/, '$1');
}
