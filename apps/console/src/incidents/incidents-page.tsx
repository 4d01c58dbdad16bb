import { useCallback, useMemo, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { plural } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { FilterBar } from './filter-bar.js';
import { GroupList } from './group-list.js';
import { IncidentDetailPane } from './incident-detail-pane.js';
import { filtersOf, groupingOf, withFields } from './incident-filters.js';
import { IncidentList } from './incident-list.js';
import { KeysHelp } from './keys-help.js';
import { SelectionBar } from './selection-bar.js';
import { cursorOf } from './triage.js';
import { useIncidentKeys } from './use-incident-keys.js';
import { useIncidents } from './use-incidents.js';
import { useTriage } from './use-triage.js';

/** The list, and beside it the incident that its address names. */
export function IncidentsPage() {
  const { id } = useParams();
  const [search] = useSearchParams();
  const view = search.toString();
  const filters = useMemo(() => filtersOf(new URLSearchParams(view)), [view]);
  const grouping = useMemo(() => groupingOf(new URLSearchParams(view)), [view]);
  const incidents = useIncidents(filters);
  const { rows, total, unseen, showNew } = incidents;
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const { state, onTriage } = useTriage(ids, view, id);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const addressOf = useCallback(
    (one?: string) =>
      `/incidents${one === undefined ? '' : `/${one}`}${withFields(new URLSearchParams(view), {})}`,
    [view],
  );
  const cursor = cursorOf(state, ids);
  useIncidentKeys({ state, cursor, addressOf, onTriage, onHelp: () => setIsHelpOpen(true) });
  return (
    <main className={id === undefined ? 'split' : 'split has-detail'}>
      <section className="list" aria-label="Incidents">
        <FilterBar search={search} filters={filters} grouping={grouping} total={total} />
        {unseen > 0 && (
          <button type="button" className="pill" onClick={showNew}>
            {unseen} new
          </button>
        )}
        {grouping.length > 0 ? (
          <GroupList search={search} filters={filters} grouping={grouping} />
        ) : (
          <Rows {...{ incidents, cursor, state, addressOf, onTriage }} openId={id} />
        )}
        <SelectionBar state={state} total={total} onTriage={onTriage} />
      </section>
      <section className="detail" aria-label="Incident">
        {id === undefined ? <Hint total={total} /> : <IncidentDetailPane key={id} id={id} />}
      </section>
      <KeysHelp isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
    </main>
  );
}

interface RowsProps {
  readonly incidents: ReturnType<typeof useIncidents>;
  readonly cursor: string | undefined;
  readonly state: ReturnType<typeof useTriage>['state'];
  readonly openId: string | undefined;
  readonly addressOf: (id?: string) => string;
  readonly onTriage: ReturnType<typeof useTriage>['onTriage'];
}

function Rows({ incidents, cursor, state, openId, addressOf, onTriage }: RowsProps) {
  const { list, rows } = incidents;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onMore = useMemo(
    () => (hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined),
    [hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  return (
    <QueryState query={list}>
      {() =>
        rows.length === 0 ? (
          <p className="notice">Nothing is open or matches. New incidents show up here by themselves.</p>
        ) : (
          <IncidentList
            rows={rows}
            cursor={cursor}
            openId={openId}
            selected={state.selected}
            addressOf={addressOf}
            onTriage={onTriage}
            onMore={onMore}
          />
        )
      }
    </QueryState>
  );
}

function Hint({ total }: { readonly total: number | undefined }) {
  return (
    <p className="notice">
      {total === undefined ? '' : `${plural(total, 'incident')} in this view. `}
      Choose one: <kbd>j</kbd> <kbd>k</kbd> to move, <kbd>Enter</kbd> to open, <kbd>?</kbd> for all keys.
    </p>
  );
}
