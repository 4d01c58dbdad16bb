import { useCallback, useEffect, useMemo, useReducer, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { plural } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { FilterBar } from './filter-bar.js';
import { GroupList } from './group-list.js';
import { IncidentDetailPane } from './incident-detail-pane.js';
import { filtersOf, groupingOf, withFields } from './incident-filters.js';
import { IncidentList } from './incident-list.js';
import { KeysHelp } from './keys-help.js';
import { SelectionBar } from './selection-bar.js';
import { type Triage, type TriageEvent, atRest, cursorOf, triage } from './triage.js';
import { useIncidents } from './use-incidents.js';
import { useListKeys } from './use-list-keys.js';

/** The list, and beside it the incident that its address names. */
export function IncidentsPage() {
  const { id } = useParams();
  const [search] = useSearchParams();
  const query = search.toString();
  const filters = useMemo(() => filtersOf(new URLSearchParams(query)), [query]);
  const grouping = useMemo(() => groupingOf(new URLSearchParams(query)), [query]);
  const incidents = useIncidents(filters);
  const ids = useMemo(() => incidents.rows.map((row) => row.id), [incidents.rows]);
  const [state, setState] = useReducer(
    (now: Triage, { event, among }: { event: TriageEvent; among: readonly string[] }) =>
      triage(now, event, among),
    { ...atRest, cursor: id },
  );
  const onTriage = useCallback((event: TriageEvent) => setState({ event, among: ids }), [ids]);
  useEffect(() => setState({ event: { kind: 'clear' }, among: [] }), [query]);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const addressOf = useCallback((one: string) => `/incidents/${one}${withFields(search, {})}`, [search]);
  const cursor = cursorOf(state, ids);
  useIncidentKeys({ state, cursor, addressOf, onTriage, onHelp: () => setIsHelpOpen(true) });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = incidents.list;
  const onMore = useMemo(
    () => (hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined),
    [hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  return (
    <main className={id === undefined ? 'split' : 'split has-detail'}>
      <section className="list" aria-label="Incidents">
        <FilterBar search={search} filters={filters} grouping={grouping} total={incidents.total} />
        {incidents.unseen > 0 && (
          <button type="button" className="pill" onClick={incidents.showNew}>
            {incidents.unseen} new
          </button>
        )}
        {grouping.length > 0 ? (
          <GroupList search={search} filters={filters} grouping={grouping} />
        ) : (
          <QueryState query={incidents.list}>
            {() =>
              ids.length === 0 ? (
                <Nothing isNarrowed={Object.keys(filters).length > 0} />
              ) : (
                <IncidentList
                  rows={incidents.rows}
                  cursor={cursor}
                  openId={id}
                  selected={state.selected}
                  addressOf={addressOf}
                  onTriage={onTriage}
                  onMore={onMore}
                />
              )
            }
          </QueryState>
        )}
        <SelectionBar state={state} total={incidents.total} onTriage={onTriage} />
      </section>
      <section className="detail" aria-label="Incident">
        {id === undefined ? <Hint total={incidents.total} /> : <IncidentDetailPane key={id} id={id} />}
      </section>
      <KeysHelp isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
    </main>
  );
}

interface IncidentKeys {
  readonly state: Triage;
  readonly cursor: string | undefined;
  readonly addressOf: (id: string) => string;
  readonly onTriage: (event: TriageEvent) => void;
  readonly onHelp: () => void;
}

function useIncidentKeys({ state, cursor, addressOf, onTriage, onHelp }: IncidentKeys): void {
  const navigate = useNavigate();
  const move = (step: 1 | -1, extend: boolean) => () => onTriage({ kind: 'move', step, extend });
  useListKeys({
    j: move(1, false),
    k: move(-1, false),
    'Shift+j': move(1, true),
    'Shift+k': move(-1, true),
    x: () => onTriage({ kind: 'toggle' }),
    Enter: () => cursor !== undefined && void navigate(addressOf(cursor)),
    Escape: () => {
      if (state.selected.size > 0) onTriage({ kind: 'clear' });
      else void navigate(`/incidents${addressOf('').replace('/incidents/', '')}`);
    },
    '/': () => document.querySelector<HTMLInputElement>('#search')?.focus(),
    '?': onHelp,
  });
}

function Nothing({ isNarrowed }: { readonly isNarrowed: boolean }) {
  return (
    <p className="notice">
      {isNarrowed
        ? 'Nothing matches these filters.'
        : 'Nothing is open. New incidents show up here by themselves.'}
    </p>
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
