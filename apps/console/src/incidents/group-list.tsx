import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type IncidentGroups, fetchIncidentGroups } from '../api/incidents.js';
import { LogText } from '../evidence/log-text.js';
import { formatAgo } from '../format/format-time.js';
import { plural } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { type GroupField, type IncidentFilters, withFields } from './incident-filters.js';

interface GroupListProps {
  readonly search: URLSearchParams;
  readonly filters: IncidentFilters;
  readonly grouping: readonly GroupField[];
}

/** Incidents that are alike, one line a group; a group opens as a list of its own. */
export function GroupList({ search, filters, grouping }: GroupListProps) {
  const groups = useQuery({
    queryKey: ['incident-groups', filters, grouping],
    queryFn: () => fetchIncidentGroups(filters, grouping),
  });
  return (
    <QueryState query={groups}>
      {({ groups: items }) =>
        items.length === 0 ? (
          <p className="notice">Nothing matches these filters.</p>
        ) : (
          <ul className="groups scroller">
            {items.map(({ values, incidents, severity, lastSeenAt }) => (
              <li key={JSON.stringify(values)} className={`group severity-${severity}`}>
                <Link to={`/incidents${withFields(search, { ...narrowed(values), by: undefined })}`}>
                  <span className="title">
                    {grouping.map((field, index) => (
                      <span key={field}>
                        {index > 0 && ' · '}
                        <LogText text={values[field] ?? `no ${field}`} />
                      </span>
                    ))}
                  </span>
                  <span className="facts">
                    {plural(incidents, 'incident')} · last {formatAgo(lastSeenAt, Date.now())}
                  </span>
                </Link>
                <span className="side">
                  <span className={`tag severity-${severity}`}>{severity}</span>
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </QueryState>
  );
}

/** A group as a filter; what an incident has not got cannot be asked for. */
function narrowed(values: IncidentGroups['groups'][number]['values']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
