import { useQuery } from '@tanstack/react-query';
import { type Routing, fetchRouting } from '../api/routing.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { plural } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { useSession } from '../session/use-session.js';
import { RouteTrial } from './route-trial.js';
import { type Draft, useDraft } from './use-draft.js';
import { YamlEditor } from './yaml-editor.js';

/** Who is told what: the routes as YAML, checked while they are edited, and tried on an incident. */
export function RoutesTab() {
  const routing = useQuery({ queryKey: ['routing'], queryFn: fetchRouting });
  return <QueryState query={routing}>{(data) => <Editor routing={data} />}</QueryState>;
}

function Editor({ routing }: { readonly routing: Routing }) {
  const { may } = useSession();
  const draft = useDraft(routing);
  const isFile = routing.source === 'file';
  const mayStore = may({ permission: 'receivers.manage', allTenants: true }) && !isFile;
  const { stored } = draft.base;
  return (
    <>
      <section className="card">
        <h2>
          Routes{' '}
          {stored !== null && (
            <small>
              version {stored.revision}, <LogText text={stored.author} />, {formatSecond(stored.storedAt)} UTC
            </small>
          )}
        </h2>
        {isFile && (
          <p className="mute">
            Alerting goes by its file, ROUTING_FILE: it is changed there, and only shown here.
          </p>
        )}
        {!isFile && !mayStore && <p className="mute">Only shown: changing it takes the role of an admin.</p>}
        <YamlEditor
          text={draft.text}
          problems={draft.problems}
          isReadOnly={!mayStore}
          onChange={draft.setText}
        />
        {mayStore && <StoreLine draft={draft} />}
      </section>
      <RouteTrial yaml={draft.text} />
    </>
  );
}

function StoreLine({ draft }: { readonly draft: Draft }) {
  const { isChanged, isChecked, isConflict, problems, store, takeNewest } = draft;
  const isReady = isChanged && isChecked && problems.length === 0 && !store.isPending;
  return (
    <>
      <div className="line">
        <button type="button" className="button primary" disabled={!isReady} onClick={() => store.mutate()}>
          Store
        </button>
        <small role="status">{stateInWords(draft)}</small>
      </div>
      {isConflict && (
        <div className="notice conflict" role="alert">
          <p>Somebody stored another version since you began. Nothing of yours is lost.</p>
          <div className="line">
            <button type="button" className="button" onClick={() => void takeNewest(false)}>
              Take theirs, drop mine
            </button>
            <button type="button" className="button" onClick={() => void takeNewest(true)}>
              Keep mine, and store it over theirs
            </button>
          </div>
        </div>
      )}
      {store.error !== null && !isConflict && <p role="alert">{store.error.message}</p>}
    </>
  );
}

function stateInWords({ isChanged, isChecked, problems, store }: Draft): string {
  if (store.isSuccess && !isChanged) return 'Stored. Alerting takes it up within seconds.';
  if (!isChanged) return 'Not changed.';
  if (!isChecked) return 'Checking…';
  return problems.length === 0 ? 'Nothing is wrong with it.' : `${plural(problems.length, 'problem')}.`;
}
