import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { every } from '../api/client.js';

interface Page {
  readonly next: string | null;
}

const refreshMs = 30_000;

/** A list that comes in pages, the first one at once. */
export function usePages<One extends Page>(
  queryKey: readonly unknown[],
  fetchPage: (cursor: string | undefined) => Promise<One>,
) {
  return useInfiniteQuery<One, Error, InfiniteData<One>, readonly unknown[], string | undefined>({
    queryKey,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: every(refreshMs),
  });
}
