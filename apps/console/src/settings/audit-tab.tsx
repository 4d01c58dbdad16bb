import { type FormEvent, useState } from 'react';
import { useSearchParams } from 'react-router';
import { type AuditEntry, fetchAudit } from '../api/access.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { QueryState } from '../layout/query-state.js';
import { TableCard } from '../layout/table-card.js';
import { MoreButton } from './more-button.js';
import { usePages } from './use-pages.js';

/** Who did what, the newest first. Rows are added and never changed: `tunewarden audit verify` shows it. */
export function AuditTab() {
  const [search, setSearch] = useSearchParams();
  const filters = { who: search.get('who') ?? '', action: search.get('action') ?? '' };
  const entries = usePages(['audit', filters], (cursor) => fetchAudit(filters, cursor));
  return (
    <>
      <Narrow key={search.toString()} {...filters} onNarrow={setSearch} />
      <QueryState query={entries}>
        {({ pages }) => (
          <>
            <Entries entries={pages.flatMap(({ items }) => items)} />
            <MoreButton pages={entries} />
          </>
        )}
      </QueryState>
    </>
  );
}

interface NarrowProps {
  readonly who: string;
  readonly action: string;
  readonly onNarrow: (fields: Record<string, string>) => void;
}

function Narrow({ who, action, onNarrow }: NarrowProps) {
  const [fields, setFields] = useState({ who, action });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onNarrow(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')));
  };
  return (
    <form className="line tools fields" onSubmit={submit}>
      {(['who', 'action'] as const).map((name) => (
        <label key={name}>
          {name}{' '}
          <input
            className="field"
            value={fields[name]}
            maxLength={100}
            onChange={({ target }) => setFields({ ...fields, [name]: target.value })}
          />
        </label>
      ))}
      <button type="submit" className="button">
        Narrow
      </button>
    </form>
  );
}

function Entries({ entries }: { readonly entries: readonly AuditEntry[] }) {
  if (entries.length === 0) return <p className="card mute">Nothing was done that matches.</p>;
  return (
    <TableCard label="Audit log" columns={['place', 'when (UTC)', 'who', 'what', 'with what', 'detail']}>
      {entries.map((entry) => (
        <EntryRow key={entry.place} entry={entry} />
      ))}
    </TableCard>
  );
}

function EntryRow({ entry }: { readonly entry: AuditEntry }) {
  const { place, at, tenant, who, action, subject, detail, digest } = entry;
  return (
    <tr>
      <td title={`SHA-256 ${digest}`}>{place}</td>
      <td>{formatSecond(at)}</td>
      <td className="wraps short">
        <LogText text={who} />
        {tenant !== null && (
          <small>
            {' '}
            <LogText text={tenant} />
          </small>
        )}
      </td>
      <td className="wraps short">
        <LogText text={action} />
      </td>
      <td className="wraps">
        <LogText text={subject} />
      </td>
      <td className="wraps">
        <LogText text={detailInWords(detail)} />
      </td>
    </tr>
  );
}

function detailInWords(detail: AuditEntry['detail']): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
