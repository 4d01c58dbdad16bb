import type { Session } from '../api/session.js';
import { type Needed, isAllowed } from '../session/is-allowed.js';

/** The parts of the settings, by the last word of their address. */
export type TabName =
  | 'receivers'
  | 'routes'
  | 'silences'
  | 'suppressions'
  | 'people'
  | 'tokens'
  | 'accounts'
  | 'tenants'
  | 'retention'
  | 'audit';

interface Tab extends Needed {
  readonly name: TabName;
  readonly title: string;
}

const tabs: readonly Tab[] = [
  { name: 'receivers', title: 'Receivers', permission: 'status.read', allTenants: true },
  { name: 'routes', title: 'Routes', permission: 'status.read', allTenants: true },
  { name: 'silences', title: 'Silences', permission: 'incidents.read' },
  { name: 'suppressions', title: 'Suppressions', permission: 'incidents.read' },
  { name: 'people', title: 'People', permission: 'people.manage' },
  { name: 'tokens', title: 'API tokens', permission: 'tokens.manage' },
  { name: 'accounts', title: 'Linked accounts', permission: 'people.manage', allTenants: true },
  { name: 'tenants', title: 'Tenants', permission: 'status.read' },
  { name: 'retention', title: 'Retention', permission: 'status.read', allTenants: true },
  { name: 'audit', title: 'Audit log', permission: 'audit.read' },
];

/** The parts that a login may see. */
export function tabsOf(session: Session): readonly Tab[] {
  return tabs.filter((tab) => isAllowed(session, tab));
}
