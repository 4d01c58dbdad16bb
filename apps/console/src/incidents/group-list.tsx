import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type IncidentGroups, fetchIncidentGroups } from '../api/incidents.js';
import { LogText } from '../evidence/log-text.js';
import { formatAgo } from '../format/format-time.js';
import { plural, words } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { type GroupField, type IncidentFilters, withFields } from './incident-filters.js';
import type { TriageActions } from './use-triage-actions.js';

type Group = IncidentGroups['groups'][number];

interface GroupListProps {
  readonly search: URLSearchParams;
  readonly filters: IncidentFilters;
  readonly grouping: readonly GroupField[];
  readonly actions: TriageActions;
}

/** Incidents that are alike, one line a group: it opens as a list of its own, or something is done with all of it. */
export function GroupList({ search, filters, grouping, actions }: GroupListProps) {
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
            {items.map((group) => (
              <GroupRow
                key={JSON.stringify(group.values)}
                group={group}
                {...{ search, filters, grouping, actions }}
              />
            ))}
          </ul>
        )
      }
    </QueryState>
  );
}

function GroupRow({ group, search, filters, grouping, actions }: GroupListProps & { readonly group: Group }) {
  const { values, incidents, severity, lastSeenAt } = group;
  const isAskable = grouping.every((field) => typeof values[field] === 'string');
  const all = actions.onAll({ filter: { ...filters, ...narrowed(values) }, count: incidents });
  return (
    <li className={`group severity-${severity}`}>
      <Link to={`/incidents${withFields(search, { ...narrowed(values), by: undefined })}`}>
        <span className="title">
          {grouping.map((field, index) => (
            <span key={field}>
              {index > 0 && ' · '}
              <LogText text={nameOf(field, values[field])} />
            </span>
          ))}
        </span>
        <span className="facts">
          {plural(incidents, 'incident')} · {grouping.includes('severity') ? '' : `${severity} at worst · `}
          last {formatAgo(lastSeenAt, Date.now())}
        </span>
      </Link>
      {actions.mayAct && isAskable && (
        <span className="group-actions">
          <button type="button" className="button" onClick={all.acknowledge}>
            Acknowledge all
          </button>
          <button type="button" className="button" onClick={() => all.close()}>
            Close all…
          </button>
        </span>
      )}
    </li>
  );
}

function nameOf(field: GroupField, value: string | null | undefined): string {
  if (typeof value !== 'string') return `no ${field}`;
  return field === 'family' ? words(value) : value;
}

/** A group as a filter; what an incident has not got cannot be asked for. */
function narrowed(values: Group['values']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
