import { useQuery } from '@tanstack/react-query';
import { NavLink, Outlet } from 'react-router';
import { fetchStatus, fetchStoppedTopics } from '../api/client.js';
import { fetchIncidentGroups } from '../api/incidents.js';

/** The frame of every view: where one can go, and how much waits there. */
export function Shell() {
  const open = useQuery({
    queryKey: ['incident-groups', {}, []],
    queryFn: () => fetchIncidentGroups({}),
  });
  const stopped = useQuery({ queryKey: ['stopped-topics'], queryFn: fetchStoppedTopics });
  const status = useQuery({ queryKey: ['status'], queryFn: fetchStatus, refetchInterval: 15_000 });
  const troubles = status.data?.degraded.length ?? 0;
  return (
    <div className="shell">
      <nav className="nav" aria-label="Main">
        <b className="brand">Tunewarden</b>
        <NavLink to="/incidents">
          Incidents <span className="count">{open.data?.total.toLocaleString('en') ?? ''}</span>
        </NavLink>
        <NavLink to="/models">Models</NavLink>
        <NavLink to="/ingest">
          Ingest{' '}
          {stopped.data !== undefined && stopped.data.length > 0 && (
            <span className="tag severity-high">
              {stopped.data.length}
              <span className="word"> stopped</span>
            </span>
          )}
        </NavLink>
        <NavLink to="/rules">Rules</NavLink>
        <NavLink to="/status">
          Status{' '}
          {troubles > 0 && (
            <span className="tag severity-high">
              {troubles}
              <span className="word"> to mend</span>
            </span>
          )}
        </NavLink>
        <p className="foot">
          {status.data === undefined
            ? ''
            : `${status.data.ingest.interactionsPerSecond.toFixed(1)} interactions/s`}
          <br />
          <kbd>?</kbd> keys
        </p>
      </nav>
      <Outlet />
    </div>
  );
}
