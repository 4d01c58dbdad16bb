import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { every, fetchStatus, fetchStoppedTopics } from '../api/client.js';
import { fetchIncidentGroups } from '../api/incidents.js';
import type { Needed } from '../session/is-allowed.js';
import { useSession } from '../session/use-session.js';
import { RefusalsBanner } from './refusals-banner.js';
import { SessionFoot } from './session-foot.js';

const statusMs = 15_000;
/** Dead letters, lag and deliveries are of the whole installation. */
const installation: Needed = { permission: 'status.read', allTenants: true };

/** `100K`: the list itself has the whole number. */
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

const titles: Readonly<Record<string, string>> = {
  incidents: 'Incidents',
  models: 'Models',
  rules: 'Rules',
  summaries: 'Weekly summary',
  ingest: 'Ingest',
  status: 'Status',
  settings: 'Settings',
};

/** Names the view in the tab of the browser. */
function useTitle(): void {
  const [, view = ''] = useLocation().pathname.split('/');
  useEffect(() => {
    const title = titles[view];
    document.title = title === undefined ? 'Tunewarden' : `${title} · Tunewarden`;
  }, [view]);
}

/** The frame of every view: where this login can go, and how much waits there. */
export function Shell() {
  useTitle();
  const { session, may } = useSession();
  const open = useQuery({ queryKey: ['incident-groups', {}, []], queryFn: () => fetchIncidentGroups({}) });
  return (
    <div className="shell">
      <nav className="nav" aria-label="Main">
        <b className="brand">Tunewarden</b>
        <NavLink to="/incidents">
          Incidents{' '}
          <span className="count">{open.data === undefined ? '' : short.format(open.data.total)}</span>
        </NavLink>
        <NavLink to="/models">Models</NavLink>
        <NavLink to="/rules">Rules</NavLink>
        <NavLink to="/summaries">
          <span>
            Weekly<span className="word"> summary</span>
          </span>
        </NavLink>
        {may(installation) && <InstallationLinks />}
        {session !== undefined && <NavLink to="/settings">Settings</NavLink>}
        <SessionFoot showsRate={may(installation)} />
      </nav>
      <div className="view">
        {may(installation) && <RefusalsBanner />}
        <Outlet />
      </div>
    </div>
  );
}

function InstallationLinks() {
  const stopped = useQuery({ queryKey: ['stopped-topics'], queryFn: fetchStoppedTopics });
  const status = useQuery({ queryKey: ['status'], queryFn: fetchStatus, refetchInterval: every(statusMs) });
  return (
    <>
      <NavLink to="/ingest">
        Ingest <Badge count={stopped.data?.length} word="stopped" />
      </NavLink>
      <NavLink to="/status">
        Status <Badge count={status.data?.degraded.length} word="to mend" />
      </NavLink>
    </>
  );
}

/** How much there is to see to; nothing where there is nothing. */
function Badge({ count = 0, word }: { readonly count: number | undefined; readonly word: string }) {
  if (count === 0) return null;
  return (
    <span className="tag severity-high">
      {count}
      <span className="word"> {word}</span>
    </span>
  );
}
