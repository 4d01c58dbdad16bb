import { useMemo } from 'react';
import { Link } from 'react-router';
import { plural } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { FilterBar } from './filter-bar.js';
import { GroupList } from './group-list.js';
import { IncidentDetailPane } from './incident-detail-pane.js';
import { IncidentList } from './incident-list.js';
import { KeysHelp } from './keys-help.js';
import { SelectionBar } from './selection-bar.js';
import { useIncidentsPage } from './use-incidents-page.js';
import { ActionDialogs } from './action-dialogs.js';
import { ActionToast } from './action-toast.js';

/** The list, and beside it the incident that its address names. */
export function IncidentsPage() {
  const page = useIncidentsPage();
  const { openId, search, filters, grouping, incidents, state, onTriage, actions } = page;
  const { total, unseen, showNew } = incidents;
  return (
    <main className={openId === undefined ? 'split' : 'split has-detail'}>
      <section className="list" aria-label="Incidents">
        <FilterBar search={search} filters={filters} grouping={grouping} total={total} />
        {unseen > 0 && (
          <button type="button" className="pill" onClick={showNew}>
            {unseen} new
          </button>
        )}
        {grouping.length > 0 ? (
          <GroupList search={search} filters={filters} grouping={grouping} actions={actions} />
        ) : (
          <Rows page={page} />
        )}
        <SelectionBar state={state} total={total} actions={actions} onTriage={onTriage} />
      </section>
      <section className="detail" aria-label="Incident">
        {openId === undefined ? (
          <Hint total={total} />
        ) : (
          <IncidentDetailPane key={openId} id={openId} actions={actions} />
        )}
      </section>
      <ActionDialogs
        question={actions.question}
        quietTarget={page.quietTarget}
        onAnswer={actions.perform}
        onCancel={actions.cancel}
      />
      <ActionToast last={actions.last} />
      {page.isHelpOpen && <KeysHelp onClose={page.closeHelp} />}
    </main>
  );
}

function Rows({ page }: { readonly page: ReturnType<typeof useIncidentsPage> }) {
  const { incidents, cursor, state, openId, addressOf, onTriage } = page;
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
          <NoRows isNarrowed={Object.keys(page.filters).length > 0} />
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

function NoRows({ isNarrowed }: { readonly isNarrowed: boolean }) {
  return (
    <p className="notice">
      {isNarrowed ? 'Nothing matches these filters. ' : 'Nothing is open. '}
      New incidents show up here by themselves.
      {isNarrowed && (
        <>
          {' '}
          <Link to="/incidents">Everything that is open</Link>
        </>
      )}
    </p>
  );
}

function Hint({ total }: { readonly total: number | undefined }) {
  if (total === undefined || total === 0) return null;
  return (
    <p className="notice">
      {plural(total, 'incident')} in this view. Choose one: <kbd>j</kbd> <kbd>k</kbd> to move,{' '}
      <kbd>Enter</kbd> to open, <kbd>?</kbd> for all keys.
    </p>
  );
}
