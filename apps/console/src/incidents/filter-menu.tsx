import { useQueries } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { fetchIncidentGroups } from '../api/incidents.js';
import { LogText } from '../evidence/log-text.js';
import { words } from '../format/words.js';
import { type GroupField, type IncidentFilters, groupFields, toggledSeverity } from './incident-filters.js';

interface FilterMenuProps {
  readonly filters: IncidentFilters;
  readonly grouping: readonly GroupField[];
  readonly address: (fields: Readonly<Record<string, string | undefined>>) => string;
}

const facets = ['severity', 'kind', 'model', 'family', 'outcome'] as const;
const deliveries = ['failed', 'pending', 'delivered'] as const;
const mostValues = 12;

/** What the list could be narrowed to, with how many each would leave; and what it could be grouped by. */
export function FilterMenu({ filters, grouping, address }: FilterMenuProps) {
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className="button" popoverTarget={id}>
        Filter
      </button>
      <div id={id} popover="auto" className="menu" onToggle={(event) => setIsOpen(event.newState === 'open')}>
        {isOpen && (
          <>
            <Facets filters={filters} address={address} />
            <h2>delivery</h2>
            <p>
              {deliveries.map((state) => (
                <Choice
                  key={state}
                  isOn={filters.delivery === state}
                  to={address({ delivery: filters.delivery === state ? undefined : state })}
                  label={state}
                />
              ))}
            </p>
            <Grouping grouping={grouping} address={address} />
          </>
        )}
      </div>
    </>
  );
}

function Grouping({ grouping, address }: Omit<FilterMenuProps, 'filters'>) {
  return (
    <>
      <h2>group by, three at most</h2>
      <p>
        {groupFields.map((field) => {
          const next = grouping.includes(field)
            ? grouping.filter((one) => one !== field)
            : [...grouping, field].slice(-3);
          const by = next.length === 0 ? undefined : next.join(',');
          return <Choice key={field} isOn={grouping.includes(field)} to={address({ by })} label={field} />;
        })}
      </p>
    </>
  );
}

function Facets({ filters, address }: Omit<FilterMenuProps, 'grouping'>) {
  const counted = useQueries({
    queries: facets.map((field) => ({
      queryKey: ['incident-groups', { ...filters, [field]: undefined }, field],
      queryFn: () => fetchIncidentGroups({ ...filters, [field]: undefined }, [field]),
    })),
  });
  return facets.map((field, index) => (
    <section key={field}>
      <h2>{field}</h2>
      <p>
        {counted[index]?.data?.groups.slice(0, mostValues).map(({ values, incidents }) => {
          const value = values[field];
          if (value === null || value === undefined) return null;
          const isOn =
            field === 'severity'
              ? (filters.severity?.split(',').includes(value) ?? false)
              : filters[field] === value;
          const next =
            field === 'severity' ? toggledSeverity(filters.severity, value) : isOn ? undefined : value;
          return (
            <Choice
              key={value}
              isOn={isOn}
              to={address({ [field]: next })}
              label={field === 'family' ? words(value) : value}
              count={incidents}
            />
          );
        })}
      </p>
    </section>
  ));
}

interface ChoiceProps {
  readonly isOn: boolean;
  readonly to: string;
  readonly label: string;
  readonly count?: number;
}

function Choice({ isOn, to, label, count }: ChoiceProps) {
  return (
    <Link className={isOn ? 'chip on' : 'chip'} aria-current={isOn ? 'true' : undefined} to={to}>
      <LogText text={label} />
      {count !== undefined && <small> {count.toLocaleString('en')}</small>}
    </Link>
  );
}
