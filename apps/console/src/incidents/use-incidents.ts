import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { IncidentPage, IncidentSummary } from '../api/client.js';
import { fetchIncidentGroups, fetchIncidentPage } from '../api/incidents.js';
import type { IncidentFilters } from './incident-filters.js';
import { type IncidentChange, useIncidentChanges } from './use-incident-changes.js';

const refreshMs = 30_000;

/** The incidents that match, as far as they are loaded. New ones wait until `showNew`; what is shown stays where it is. */
export function useIncidents(filters: IncidentFilters) {
  const queries = useQueryClient();
  const [changes, setChanges] = useState<ReadonlyMap<string, IncidentChange>>(new Map());
  const listKey = ['incident-list', filters];
  const list = usePages(listKey, filters);
  const newest = useNewest(filters);
  useIncidentChanges({
    onReady: () => void newest.refetch(),
    onChanges: (told) => {
      setChanges((known) => new Map([...known, ...told.map((change) => [change.id, change] as const)]));
      void newest.refetch({ cancelRefetch: false });
      for (const { id } of told) void queries.invalidateQueries({ queryKey: ['incident', id] });
    },
  });
  const rows = useMemo(
    () => rowsOf(list.data?.pages ?? [], newest.data?.page.items ?? [], changes),
    [list.data, newest.data, changes],
  );
  const known = useMemo(() => new Set(rows.map(({ id }) => id)), [rows]);
  const unseen = newest.data?.page.items.filter(({ id }) => !known.has(id)).length ?? 0;
  const showNew = (): void => {
    if (newest.data !== undefined)
      queries.setQueryData(listKey, { pages: [newest.data.page], pageParams: [undefined] });
    setChanges(new Map());
  };
  return { list, rows, total: newest.data?.total, unseen: list.isSuccess ? unseen : 0, showNew };
}

function usePages(queryKey: readonly unknown[], filters: IncidentFilters) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => fetchIncidentPage(filters, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: false,
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  });
}

/** What the list would begin with now, and how many it would hold. */
function useNewest(filters: IncidentFilters) {
  return useQuery({
    queryKey: ['incident-newest', filters],
    queryFn: async () => {
      const [page, { total }] = await Promise.all([
        fetchIncidentPage(filters, undefined),
        fetchIncidentGroups(filters),
      ]);
      return { page, total };
    },
    refetchInterval: refreshMs,
  });
}

/** Rows of all pages, each once, as they are known to stand now. */
function rowsOf(
  pages: readonly IncidentPage[],
  newest: readonly IncidentSummary[],
  changes: ReadonlyMap<string, IncidentChange>,
): readonly IncidentSummary[] {
  const fresh = new Map(newest.map((incident) => [incident.id, incident]));
  const rows = new Map<string, IncidentSummary>();
  for (const { items } of pages) {
    for (const item of items) {
      const change = changes.get(item.id);
      rows.set(
        item.id,
        fresh.get(item.id) ??
          (change === undefined ? item : { ...item, status: change.status, severity: change.severity }),
      );
    }
  }
  return [...rows.values()];
}
