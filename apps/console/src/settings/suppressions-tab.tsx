import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Suppression, approveSuppression, endSuppression, fetchSuppressions } from '../api/quiet.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { plural } from '../format/words.js';
import { Modal } from '../layout/modal.js';
import { QueryState } from '../layout/query-state.js';
import { SuppressionForm } from '../quiet/suppression-form.js';
import { useSession } from '../session/use-session.js';
import { Matchers } from './matchers.js';

/** What hides findings: what was expected of each, what it hid, and what waits for a second person. */
export function SuppressionsTab() {
  const { session, may } = useSession();
  const [isNew, setIsNew] = useState(false);
  const suppressions = useQuery({ queryKey: ['suppressions'], queryFn: fetchSuppressions });
  return (
    <>
      {may({ permission: 'suppressions.write' }) && (
        <div className="line tools">
          <span className="gap" />
          <button type="button" className="button primary" onClick={() => setIsNew(true)}>
            New suppression…
          </button>
        </div>
      )}
      <QueryState query={suppressions}>
        {(items) =>
          items.length === 0 ? (
            <p className="card mute">No suppression: every finding makes an incident or joins one.</p>
          ) : (
            items.map((one) => <SuppressionCard key={one.id} suppression={one} />)
          )
        }
      </QueryState>
      {isNew && (
        <Modal title="New suppression" onClose={() => setIsNew(false)}>
          <SuppressionForm
            target={{ tenant: session?.tenant ?? 'default', labels: {} }}
            onDone={() => setIsNew(false)}
          />
        </Modal>
      )}
    </>
  );
}

const tagOf: Readonly<Record<Suppression['state'], string>> = {
  proposed: 'tag severity-high',
  active: 'tag pending',
  expired: 'tag',
  ended: 'tag',
};

function SuppressionCard({ suppression }: { readonly suppression: Suppression }) {
  const { tenant, matchers, reason, state, hidden, expected } = suppression;
  return (
    <article className="card quiet">
      <header className="line">
        <span className={tagOf[state]}>{state}</span>
        <Matchers tenant={tenant} matchers={matchers} />
        <span className="gap" />
        <Decisions suppression={suppression} />
      </header>
      <p>
        <LogText text={reason} />
      </p>
      <p>
        {state === 'proposed' ? (
          'Hides nothing yet'
        ) : (
          <>
            Hid <b>{plural(hidden, 'finding')}</b>
          </>
        )}
        ; of the seven days before, it would have hidden {expected.toLocaleString('en')}.
      </p>
      <small>{<Course suppression={suppression} />}</small>
    </article>
  );
}

/** Who proposed, agreed and ended, and until when it holds. */
function Course({ suppression }: { readonly suppression: Suppression }) {
  const { author, createdAt, approvedBy, endedBy, expiresAt } = suppression;
  return (
    <>
      <LogText text={author} /> {formatSecond(createdAt)} · until {formatSecond(expiresAt)} UTC
      {approvedBy !== null && (
        <>
          {' '}
          · agreed to by <LogText text={approvedBy} />
        </>
      )}
      {endedBy !== null && (
        <>
          {' '}
          · ended by <LogText text={endedBy} />
        </>
      )}
    </>
  );
}

function Decisions({ suppression: { id, state, author } }: { readonly suppression: Suppression }) {
  const { session, may } = useSession();
  const queries = useQueryClient();
  const onSuccess = (): Promise<void> => queries.invalidateQueries({ queryKey: ['suppressions'] });
  const approve = useMutation({ mutationFn: () => approveSuppression(id), onSuccess });
  const end = useMutation({ mutationFn: () => endSuppression(id), onSuccess });
  const error = approve.error ?? end.error;
  if (!may({ permission: 'suppressions.write' }) || (state !== 'proposed' && state !== 'active')) return null;
  const isOwn = session?.who === author;
  return (
    <>
      {error !== null && <span role="alert">{error.message}.</span>}
      {state === 'proposed' && isOwn && <small>waits for a second person</small>}
      {state === 'proposed' && !isOwn && (
        <button type="button" className="button primary" onClick={() => approve.mutate()}>
          Agree
        </button>
      )}
      <button type="button" className="button" onClick={() => end.mutate()}>
        {state === 'proposed' ? 'Withdraw' : 'End now'}
      </button>
    </>
  );
}
