import { type FormEvent, useEffect, useRef } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { LogText } from '../evidence/log-text.js';
import { words } from '../format/words.js';
import { FilterMenu } from './filter-menu.js';
import {
  type FilterField,
  type GroupField,
  type IncidentFilters,
  filterFields,
  withFields,
} from './incident-filters.js';
import { SavedViews } from './saved-views.js';

interface FilterBarProps {
  readonly search: URLSearchParams;
  readonly filters: IncidentFilters;
  readonly grouping: readonly GroupField[];
  readonly total: number | undefined;
}

const statuses = [
  [undefined, 'Open'],
  ['acknowledged', 'Acknowledged'],
  ['resolved', 'Resolved'],
  ['all', 'All'],
] as const;

/** The filters as chips; they live in the address, so that a view can be shared. */
export function FilterBar({ search, filters, grouping, total }: FilterBarProps) {
  const { pathname } = useLocation();
  const address = (fields: Readonly<Record<string, string | undefined>>): string =>
    `${pathname}${withFields(search, fields)}`;
  const status = filters.status === 'unresolved' ? undefined : filters.status;
  return (
    <header className="filters">
      <div className="line">
        <h1>
          Incidents <small>{total?.toLocaleString('en') ?? ''}</small>
        </h1>
        <Search key={filters.q ?? ''} search={search} text={filters.q ?? ''} />
        <FilterMenu filters={filters} grouping={grouping} address={address} />
        <SavedViews search={search} />
      </div>
      <div className="line">
        {statuses.map(([value, label]) => (
          <Link
            key={label}
            className={status === value ? 'chip on' : 'chip'}
            aria-current={status === value ? 'true' : undefined}
            to={address({ status: value })}
          >
            {label}
          </Link>
        ))}
        <ActiveChips filters={filters} grouping={grouping} address={address} />
      </div>
    </header>
  );
}

interface ActiveChipsProps {
  readonly filters: IncidentFilters;
  readonly grouping: readonly GroupField[];
  readonly address: (fields: Readonly<Record<string, string | undefined>>) => string;
}

/** What the list is narrowed to; each chip takes itself off. */
function ActiveChips({ filters, grouping, address }: ActiveChipsProps) {
  const active = filterFields.flatMap((field: FilterField) => {
    const value = filters[field];
    return value === undefined || field === 'status' ? [] : [[field, value] as const];
  });
  return (
    <>
      {active.map(([field, value]) => (
        <Link
          key={field}
          className="chip on"
          to={address({ [field]: undefined })}
          title="Take this filter off"
        >
          {field === 'q' ? 'search' : words(field)}: <LogText text={value.replaceAll(',', ', ')} />{' '}
          <span aria-label="remove">×</span>
        </Link>
      ))}
      {grouping.length > 0 && (
        <Link className="chip on" to={address({ by: undefined })} title="Take the grouping off">
          by {grouping.join(', ')} <span aria-label="remove">×</span>
        </Link>
      )}
    </>
  );
}

function Search({ search, text }: { readonly search: URLSearchParams; readonly text: string }) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const input = field.current;
    const leave = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') input?.blur();
    };
    input?.addEventListener('keydown', leave);
    return () => input?.removeEventListener('keydown', leave);
  }, []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const value = field.current?.value.trim();
    void navigate(pathname + withFields(search, { q: value === '' ? undefined : value }));
    field.current?.blur();
  };
  return (
    <form role="search" className="search" onSubmit={submit}>
      <input
        id="search"
        ref={field}
        type="search"
        defaultValue={text}
        placeholder="Search"
        aria-label="Search incidents: INC-7, or words of title, reason, family or model"
        maxLength={200}
        autoComplete="off"
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}
