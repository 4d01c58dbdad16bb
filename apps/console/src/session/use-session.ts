import { useQuery } from '@tanstack/react-query';
import { every } from '../api/client.js';
import { fetchSession } from '../api/session.js';
import { type Needed, isAllowed } from './is-allowed.js';

const refreshMs = 60_000;

/** Who is logged in; `may` is false until that is known. */
export function useSession() {
  const query = useQuery({
    queryKey: ['session'],
    queryFn: fetchSession,
    refetchInterval: every(refreshMs),
    staleTime: refreshMs,
  });
  const session = query.data;
  const may = (needed: Needed): boolean => session !== undefined && isAllowed(session, needed);
  return { query, session, may };
}
