import { useQuery } from '@tanstack/react-query';
import { fetchStoredEvidence } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { QueryState } from '../layout/query-state.js';

/** The masked interaction as it is stored: every field that was logged, nothing left out. */
export function StoredEvidence({ id }: { readonly id: string }) {
  const stored = useQuery({
    queryKey: ['stored-evidence', id],
    queryFn: () => fetchStoredEvidence(id),
    refetchInterval: false,
  });
  return (
    <QueryState query={stored}>
      {(body) => (
        <pre className="stored" tabIndex={0} aria-label="The interaction as it is stored">
          <LogText text={indented(body)} />
        </pre>
      )}
    </QueryState>
  );
}

function indented(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
