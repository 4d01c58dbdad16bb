import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Tenant, fetchTenants } from '../api/installation.js';
import { LogText } from '../evidence/log-text.js';
import { formatAgo } from '../format/format-time.js';
import { plural } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { TableCard } from '../layout/table-card.js';

const columns = [
  'tenant',
  { number: 'models' },
  { number: 'interactions of 7 days' },
  { number: 'attacks' },
  { number: 'open incidents' },
  { number: 'people' },
  'text kept',
  'keys',
  'last seen',
];

/** Every tenant that logged something: its traffic, what is open, how much is kept of it, and its keys. */
export function TenantsTab() {
  const tenants = useQuery({ queryKey: ['tenants'], queryFn: fetchTenants });
  return (
    <QueryState query={tenants}>
      {(items) =>
        items.length === 0 ? (
          <p className="card mute">No tenant has logged anything yet.</p>
        ) : (
          <TableCard label="Tenants" columns={columns}>
            {items.map((tenant) => (
              <TenantRow key={tenant.tenant} tenant={tenant} />
            ))}
          </TableCard>
        )
      }
    </QueryState>
  );
}

function TenantRow({ tenant: one }: { readonly tenant: Tenant }) {
  const { tenant, models, versions, week, openIncidents, holds, people, lastSeenAt } = one;
  return (
    <tr>
      <th scope="row">
        <LogText text={tenant} />
      </th>
      <td className="number">
        {models}
        {versions > models && <small> in {plural(versions, 'version')}</small>}
      </td>
      <td className="number">{week.interactions.toLocaleString('en')}</td>
      <td className="number">{week.attacks.toLocaleString('en')}</td>
      <td className="number">
        <Link to={`/incidents?${new URLSearchParams({ tenant }).toString()}`}>{openIncidents}</Link>
        {holds > 0 && <small> {plural(holds, 'legal hold')}</small>}
      </td>
      <td className="number">{people}</td>
      <td>{retainInWords(one.retain)}</td>
      <td>{keysInWords(one.keys)}</td>
      <td>{lastSeenAt === null ? '–' : formatAgo(lastSeenAt, Date.now())}</td>
    </tr>
  );
}

function retainInWords({ evidence, sample, all }: Tenant['retain']): string {
  const parts = [
    [evidence, 'what was flagged'],
    [sample, 'what was flagged and a sample'],
    [all, 'everything'],
  ] as const;
  return parts
    .flatMap(([count, words]) => (count === 0 ? [] : [`${words} (${plural(count, 'model')})`]))
    .join(', ');
}

function keysInWords(keys: Tenant['keys']): string {
  if (keys === null) return 'not known here';
  if (keys.length === 0) return 'none of its own';
  return keys
    .map(
      ({ purpose, createdAt, older }) =>
        `${purpose} of ${createdAt.slice(0, 10)}${older > 0 ? ` (${older} older)` : ''}`,
    )
    .join(', ');
}
