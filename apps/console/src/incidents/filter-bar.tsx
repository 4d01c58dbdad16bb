import { Link, useLocation } from 'react-router';
import type { IncidentFilters } from '../api/client.js';

const statuses = [
  ['unresolved', 'Open'],
  ['resolved', 'Resolved'],
  ['all', 'All'],
] as const;
const kinds = [
  [undefined, 'Everything'],
  ['attack', 'Attacks'],
  ['drift', 'Drift'],
] as const;

/** The filters as chips; they live in the address, so that a view can be shared. */
export function FilterBar({ filters }: { readonly filters: IncidentFilters }) {
  const { pathname } = useLocation();
  const address = (next: IncidentFilters): string => {
    const search = new URLSearchParams({
      status: next.status,
      ...(next.kind !== undefined && { kind: next.kind }),
    });
    return `${pathname}?${search.toString()}`;
  };
  return (
    <div className="filters">
      <h1>Incidents</h1>
      {statuses.map(([status, label]) => (
        <Chip
          key={status}
          to={address({ ...filters, status })}
          on={filters.status === status}
          label={label}
        />
      ))}
      <span className="gap" />
      {kinds.map(([kind, label]) => (
        <Chip key={label} to={address({ ...filters, kind })} on={filters.kind === kind} label={label} />
      ))}
    </div>
  );
}

function Chip({ to, on, label }: { readonly to: string; readonly on: boolean; readonly label: string }) {
  return (
    <Link className={on ? 'chip on' : 'chip'} aria-current={on ? 'true' : undefined} to={to}>
      {label}
    </Link>
  );
}
