import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { fetchIncident } from '../api/client.js';
import type { Targets } from '../api/actions.js';
import { filtersOf, groupingOf, withFields } from './incident-filters.js';
import { quietTargetOf } from './quiet-target-of.js';
import { cursorOf } from './triage.js';
import { useIncidentKeys } from './use-incident-keys.js';
import { useIncidents } from './use-incidents.js';
import { useTriage } from './use-triage.js';
import { useTriageActions } from './use-triage-actions.js';

/** Everything that the page of incidents knows: what its address says, what is loaded, chosen and under way. */
export function useIncidentsPage() {
  const { id: openId } = useParams();
  const [search] = useSearchParams();
  const view = search.toString();
  const filters = useMemo(() => filtersOf(new URLSearchParams(view)), [view]);
  const grouping = useMemo(() => groupingOf(new URLSearchParams(view)), [view]);
  const incidents = useIncidents(filters);
  const ids = useMemo(() => incidents.rows.map((row) => row.id), [incidents.rows]);
  const { state, onTriage } = useTriage(ids, view, openId);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const addressOf = useCallback(
    (one?: string) =>
      `/incidents${one === undefined ? '' : `/${one}`}${withFields(new URLSearchParams(view), {})}`,
    [view],
  );
  const opened = useQuery({
    queryKey: ['incident', openId],
    queryFn: () => fetchIncident(openId ?? ''),
    enabled: openId !== undefined,
  });
  // An incident that a link opened need not be in the list: then no row is current, and keys are about what is open.
  const isListed = state.cursor !== undefined && ids.includes(state.cursor);
  const cursor = openId === undefined || isListed ? cursorOf(state, ids) : undefined;
  const current = cursor ?? opened.data?.id;
  const onActed = useGoOn({ ids, cursor, openId, addressOf, onTriage });
  const actions = useTriageActions({ state, current, filters, total: incidents.total, onActed });
  const known = opened.data === undefined ? incidents.rows : [...incidents.rows, opened.data];
  useIncidentKeys({ state, cursor, addressOf, onTriage, actions, onHelp: () => setIsHelpOpen(true) });
  return {
    ...{ openId, search, filters, grouping, incidents, state, cursor, addressOf, onTriage, actions },
    quietTarget: (targets: Targets) => quietTargetOf(targets, known),
    isHelpOpen,
    closeHelp: () => setIsHelpOpen(false),
  };
}

interface GoOn {
  readonly ids: readonly string[];
  readonly cursor: string | undefined;
  readonly openId: string | undefined;
  readonly addressOf: (id?: string) => string;
  readonly onTriage: ReturnType<typeof useTriage>['onTriage'];
}

/** After an action: from one row to the next, and its detail if one is open; a selection stays. */
function useGoOn({ ids, cursor, openId, addressOf, onTriage }: GoOn): () => void {
  const navigate = useNavigate();
  return () => {
    if (cursor === undefined) return;
    const next = ids[ids.indexOf(cursor) + 1];
    onTriage({ kind: 'move', step: 1, extend: false });
    if (openId !== undefined && next !== undefined) void navigate(addressOf(next));
  };
}
