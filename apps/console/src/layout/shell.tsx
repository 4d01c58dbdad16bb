import { useQuery } from '@tanstack/react-query';
import { NavLink, Outlet } from 'react-router';
import { fetchIncidents, fetchStoppedTopics } from '../api/client.js';

/** The frame of every view: where one can go, and how much waits there. */
export function Shell() {
  const open = useQuery({
    queryKey: ['incidents', 'unresolved', undefined],
    queryFn: () => fetchIncidents({ status: 'unresolved', kind: undefined }),
  });
  const stopped = useQuery({ queryKey: ['stopped-topics'], queryFn: fetchStoppedTopics });
  return (
    <div className="shell">
      <nav className="nav" aria-label="Main">
        <b className="brand">Tunewarden</b>
        <NavLink to="/incidents">
          Incidents <span className="count">{open.data?.items.length ?? ''}</span>
        </NavLink>
        <NavLink to="/models">Models</NavLink>
        <NavLink to="/summaries">
          <span>
            Weekly<span className="word"> summary</span>
          </span>
        </NavLink>
        <NavLink to="/ingest">
          Ingest{' '}
          {stopped.data !== undefined && stopped.data.length > 0 && (
            <span className="tag severity-high">
              {stopped.data.length}
              <span className="word"> stopped</span>
            </span>
          )}
        </NavLink>
      </nav>
      <Outlet />
    </div>
  );
}
