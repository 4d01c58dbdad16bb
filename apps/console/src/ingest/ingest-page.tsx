import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { type DeadLetterFilters, fetchDeadLetterGroups, fetchStoppedTopics } from '../api/client.js';
import { QueryState } from '../layout/query-state.js';
import { CauseList } from './cause-list.js';
import { LetterList } from './letter-list.js';
import { StoppedTopics } from './stopped-topics.js';

/** What is not watched: topics that are not read, and messages that could not be taken, by cause and one by one. */
export function IngestPage() {
  const [search] = useSearchParams();
  const filters = filtersOf(search);
  const stopped = useQuery({ queryKey: ['stopped-topics'], queryFn: fetchStoppedTopics });
  const causes = useQuery({ queryKey: ['dead-letter-groups'], queryFn: fetchDeadLetterGroups });
  return (
    <main className="page ingest">
      <h1>Ingest</h1>
      <QueryState query={stopped}>
        {(topics) => (
          <>
            <StoppedTopics topics={topics} />
            <QueryState query={causes}>
              {(groups) =>
                groups.length === 0 ? (
                  <p className="card mute">Every message that was read could be taken: no dead letters.</p>
                ) : (
                  <>
                    <CauseList causes={groups} filters={filters} />
                    <LetterList filters={filters} />
                  </>
                )
              }
            </QueryState>
          </>
        )}
      </QueryState>
    </main>
  );
}

function filtersOf(search: URLSearchParams): DeadLetterFilters {
  const [state, topic, stage, code] = ['state', 'topic', 'stage', 'code'].map((name) => search.get(name));
  return {
    state: state === 'redriven' || state === 'all' ? state : 'waiting',
    cause: topic && stage && code ? { topic, stage, code } : undefined,
  };
}
