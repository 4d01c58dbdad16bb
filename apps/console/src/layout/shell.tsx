import { useQuery } from '@tanstack/react-query';
import { NavLink, Outlet } from 'react-router';
import { fetchStatus, fetchStoppedTopics } from '../api/client.js';
import { fetchIncidentGroups } from '../api/incidents.js';

const statusMs = 15_000;

/** The frame of every view: where one can go, and how much waits there. */
export function Shell() {
  const open = useQuery({ queryKey: ['incident-groups', {}, []], queryFn: () => fetchIncidentGroups({}) });
  const stopped = useQuery({ queryKey: ['stopped-topics'], queryFn: fetchStoppedTopics });
  const status = useQuery({ queryKey: ['status'], queryFn: fetchStatus, refetchInterval: statusMs });
  const perSecond = status.data?.ingest.interactionsPerSecond;
  return (
    <div className="shell">
      <nav className="nav" aria-label="Main">
        <b className="brand">Tunewarden</b>
        <NavLink to="/incidents">
          Incidents <span className="count">{open.data?.total.toLocaleString('en') ?? ''}</span>
        </NavLink>
        <NavLink to="/models">Models</NavLink>
        <NavLink to="/rules">Rules</NavLink>
        <NavLink to="/summaries">
          <span>
            Weekly<span className="word"> summary</span>
          </span>
        </NavLink>
        <NavLink to="/ingest">
          Ingest <Badge count={stopped.data?.length} word="stopped" />
        </NavLink>
        <NavLink to="/status">
          Status <Badge count={status.data?.degraded.length} word="to mend" />
        </NavLink>
        <p className="foot">
          {perSecond !== undefined && `${perSecond.toFixed(1)} interactions/s`}
          <br />
          <kbd>?</kbd> keys
        </p>
      </nav>
      <Outlet />
    </div>
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
