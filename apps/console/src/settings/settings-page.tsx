import type { ReactNode } from 'react';
import { NavLink, Navigate, useParams } from 'react-router';
import type { Session } from '../api/session.js';
import { QueryState } from '../layout/query-state.js';
import { useSession } from '../session/use-session.js';
import { AccountsTab } from './accounts-tab.js';
import { AuditTab } from './audit-tab.js';
import { PeopleTab } from './people-tab.js';
import { ReceiversTab } from './receivers-tab.js';
import { RetentionTab } from './retention-tab.js';
import { RoutesTab } from './routes-tab.js';
import { type TabName, tabsOf } from './settings-tabs.js';
import { SilencesTab } from './silences-tab.js';
import { SuppressionsTab } from './suppressions-tab.js';
import { TenantsTab } from './tenants-tab.js';
import { TokensTab } from './tokens-tab.js';

const contents: Readonly<Record<TabName, () => ReactNode>> = {
  receivers: () => <ReceiversTab />,
  routes: () => <RoutesTab />,
  silences: () => <SilencesTab />,
  suppressions: () => <SuppressionsTab />,
  people: () => <PeopleTab />,
  tokens: () => <TokensTab />,
  accounts: () => <AccountsTab />,
  tenants: () => <TenantsTab />,
  retention: () => <RetentionTab />,
  audit: () => <AuditTab />,
};

/** Who is told what, who may come in, and what was done: the parts that this login may see. */
export function SettingsPage() {
  const { query } = useSession();
  return (
    <main className="page settings">
      <h1>Settings</h1>
      <QueryState query={query}>{(session) => <Parts session={session} />}</QueryState>
    </main>
  );
}

function Parts({ session }: { readonly session: Session }) {
  const { tab: wanted } = useParams();
  const offered = tabsOf(session);
  const [first] = offered;
  if (wanted === undefined && first !== undefined) return <Navigate to={`/settings/${first.name}`} replace />;
  const chosen = offered.find(({ name }) => name === wanted);
  return (
    <>
      <nav className="tabs" aria-label="Settings">
        {offered.map(({ name, title }) => (
          <NavLink key={name} to={`/settings/${name}`}>
            {title}
          </NavLink>
        ))}
      </nav>
      {chosen === undefined ? <NotOffered /> : contents[chosen.name]()}
    </>
  );
}

function NotOffered() {
  return (
    <p className="notice" role="status">
      There is no such part of the settings for this login. What it may see is above.
    </p>
  );
}
