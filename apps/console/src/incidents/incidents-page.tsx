import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router';
import { type IncidentFilters, fetchIncidents } from '../api/client.js';
import { QueryState } from '../layout/query-state.js';
import { FilterBar } from './filter-bar.js';
import { IncidentDetailPane } from './incident-detail-pane.js';
import { IncidentList } from './incident-list.js';

/** The list, and beside it the incident that its address names. */
export function IncidentsPage() {
  const { id } = useParams();
  const [search] = useSearchParams();
  const filters = filtersOf(search);
  const incidents = useQuery({
    queryKey: ['incidents', filters.status, filters.kind],
    queryFn: () => fetchIncidents(filters),
  });
  return (
    <main className={id === undefined ? 'split' : 'split has-detail'}>
      <section className="list" aria-label="Incidents">
        <FilterBar filters={filters} />
        <QueryState query={incidents}>
          {({ items, next }) => <IncidentList items={items} hasMore={next !== null} selectedId={id} />}
        </QueryState>
      </section>
      <section className="detail" aria-label="Incident">
        {id === undefined ? (
          <p className="notice">
            Choose an incident: <kbd>j</kbd> <kbd>k</kbd> to move, <kbd>Enter</kbd> to open, <kbd>Esc</kbd> to
            go back.
          </p>
        ) : (
          <IncidentDetailPane key={id} id={id} />
        )}
      </section>
    </main>
  );
}

function filtersOf(search: URLSearchParams): IncidentFilters {
  const status = search.get('status');
  const kind = search.get('kind');
  return {
    status: status === 'resolved' || status === 'all' ? status : 'unresolved',
    kind: kind === 'attack' || kind === 'drift' ? kind : undefined,
  };
}
