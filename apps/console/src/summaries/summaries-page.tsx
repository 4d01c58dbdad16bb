import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { type SummaryItem, fetchSummaries, mostSummaries } from '../api/client.js';
import { QueryState } from '../layout/query-state.js';
import { SummaryList } from './summary-list.js';

/** A new summary comes once a week. */
const refreshMs = 60_000;

/** The weekly summaries, and one of them as it was made. */
export function SummariesPage() {
  const { week } = useParams();
  const [search] = useSearchParams();
  const tenant = search.get('tenant') ?? 'default';
  const kept = useQuery({ queryKey: ['summaries'], queryFn: fetchSummaries, refetchInterval: refreshMs });
  return (
    <main className={week === undefined ? 'split weekly' : 'split weekly has-detail'}>
      <section className="list" aria-label="Weeks">
        <h1 className="weeks-head">Weekly summary</h1>
        <QueryState query={kept}>
          {(items) => <SummaryList items={items} shown={shownOf(week, items, tenant)} />}
        </QueryState>
      </section>
      <QueryState query={kept}>
        {(items) =>
          isKnown(week, items, tenant) ? <SummaryFrame {...shownOf(week, items, tenant)} /> : <NoSummary />
        }
      </QueryState>
    </main>
  );
}

/** The newest one where the address names none; before there is any, the week that goes on. */
function shownOf(
  week: string | undefined,
  items: readonly SummaryItem[],
  tenant: string,
): { readonly week: string; readonly tenant: string } {
  if (week !== undefined) return { week, tenant };
  const newest = items[0];
  return newest === undefined ? { week: 'current', tenant } : { week: newest.id, tenant: newest.tenant };
}

/** False where the address names a week that has no summary, as far as the list tells. */
function isKnown(week: string | undefined, items: readonly SummaryItem[], tenant: string): boolean {
  if (week === undefined || week === 'current' || items.length >= mostSummaries) return true;
  return items.some((item) => item.id === week && item.tenant === tenant);
}

function NoSummary() {
  return (
    <section className="detail" aria-label="Summary">
      <p className="notice" role="status">
        There is no summary of this week. <Link to="/summaries">All weeks</Link>
      </p>
    </section>
  );
}

/** The very page that was kept. It has no script and may do nothing: the frame is a sandbox. */
function SummaryFrame({ week, tenant }: { readonly week: string; readonly tenant: string }) {
  const query = `?tenant=${encodeURIComponent(tenant)}`;
  const address = `/v1/summaries/${encodeURIComponent(week)}`;
  return (
    <section className="detail summary" aria-label="Summary">
      <p className="summary-links">
        <Link className="back" to="/summaries">
          All weeks
        </Link>
        <a href={`${address}/html${query}`} target="_blank" rel="noreferrer">
          Open to print
        </a>
        <a href={address + query} target="_blank" rel="noreferrer">
          JSON
        </a>
      </p>
      <iframe
        key={`${week}/${tenant}`}
        title={`Summary of ${week}`}
        src={`${address}/html${query}`}
        sandbox=""
      />
    </section>
  );
}
