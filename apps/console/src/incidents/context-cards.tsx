import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'react-router';
import { type IncidentContext, fetchIncidentContext } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { formatAgo } from '../format/format-time.js';
import { QueryState } from '../layout/query-state.js';

/** What is unusual about it, and what else is like it. */
export function ContextCards({ id }: { readonly id: string }) {
  const context = useQuery({
    queryKey: ['incident-context', id],
    queryFn: () => fetchIncidentContext(id),
    refetchInterval: 30_000,
  });
  return (
    <QueryState query={context} of="What is rare, and what is related">
      {({ rare, peers, related }) => (
        <>
          <RareCard rare={rare} peers={peers} />
          <RelatedCard related={related} />
        </>
      )}
    </QueryState>
  );
}

function RareCard({ rare, peers }: Pick<IncidentContext, 'rare' | 'peers'>) {
  return (
    <section className="card">
      <h2>What is rare</h2>
      {rare.length === 0 ? (
        <p className="mute">
          {peers < 20
            ? `Too few stored interactions of this model to compare with (${peers}; 20 are needed).`
            : `Nothing: every value is shared by at least 10 % of ${peers} interactions of the last 7 days.`}
        </p>
      ) : (
        <ul className="plain">
          {rare.map(({ field, value, count, peers: of }) => (
            <li key={`${field} ${value}`}>
              <LogText text={field} />:{' '}
              <b>
                <LogText text={value} />
              </b>{' '}
              <small>
                {count === 0 ? 'none' : count} of {of} interactions of the last 7 days
              </small>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const shownRelated = 5;

function RelatedCard({ related }: Pick<IncidentContext, 'related'>) {
  return (
    <section className="card">
      <h2>Related</h2>
      {related.length === 0 && <p className="mute">No other incident of the last 30 days is like it.</p>}
      <RelatedList related={related.slice(0, shownRelated)} />
      {related.length > shownRelated && (
        <details>
          <summary>{related.length - shownRelated} more</summary>
          <RelatedList related={related.slice(shownRelated)} />
        </details>
      )}
    </section>
  );
}

function RelatedList({ related }: Pick<IncidentContext, 'related'>) {
  const { search } = useLocation();
  return (
    <ul className="plain related">
      {related.map(({ id, number, title, severity, status, lastSeenAt, by }) => (
        <li key={id}>
          <span className={`tag severity-${severity}`}>{severity}</span>
          <Link to={`/incidents/${id}${search}`}>
            INC-{number} <LogText text={title} />
          </Link>
          <small>
            same {by.join(', ')} · {status} · {formatAgo(lastSeenAt, Date.now())}
          </small>
        </li>
      ))}
    </ul>
  );
}
