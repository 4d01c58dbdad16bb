import { useQuery } from '@tanstack/react-query';
import { type Retention, fetchRetention } from '../api/installation.js';
import { formatBytes } from '../format/format-bytes.js';
import { formatAgo, formatSecond } from '../format/format-time.js';
import { plural } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { Table } from '../layout/table-card.js';
import { HoldsCard } from './holds-card.js';

/** How long things are kept, how much there is, what goes next, and what a legal hold keeps longer. */
export function RetentionTab() {
  const retention = useQuery({ queryKey: ['retention'], queryFn: fetchRetention, refetchInterval: 60_000 });
  return (
    <>
      <QueryState query={retention}>{(data) => <Kept retention={data} />}</QueryState>
      <HoldsCard />
    </>
  );
}

function Kept({
  retention: { lastRunAt, failedAt, samplePerDay, tables, bytes },
}: {
  readonly retention: Retention;
}) {
  return (
    <section className="card scroll" tabIndex={0} aria-label="Retention">
      <p>
        {lastRunAt === null
          ? 'The storage job has not run yet: nothing is known of what it keeps.'
          : `The storage job last ended well ${formatAgo(lastRunAt, Date.now())}.`}
        {failedAt !== null && <b className="bad"> It failed {formatAgo(failedAt, Date.now())}.</b>}{' '}
        {samplePerDay !== null &&
          `Of each model ${plural(samplePerDay, 'interaction')} a day are kept as its sample. `}
        The whole database is {formatBytes(bytes)}.
      </p>
      <Table columns={['table', 'holds', { number: 'kept' }, { number: 'size' }, 'from', 'goes next (UTC)']}>
        {tables.map((table) => (
          <tr key={table.table}>
            <th scope="row">{table.table}</th>
            <td>{table.keeps}</td>
            <td className="number">{plural(table.keepDays, 'day')}</td>
            <td className="number">{formatBytes(table.bytes)}</td>
            <td>{table.firstDay ?? '–'}</td>
            <td>{nextInWords(table.goesNext)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function nextInWords(goesNext: Retention['tables'][number]['goesNext']): string {
  const [first] = goesNext;
  if (first === undefined) return 'nothing within a week';
  return `${first.day} at ${formatSecond(first.at).slice(0, 16)}, ${formatBytes(first.bytes)}`;
}
