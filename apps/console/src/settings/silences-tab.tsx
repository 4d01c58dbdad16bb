import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Silence, expireSilence, fetchSilences } from '../api/quiet.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { plural } from '../format/words.js';
import { Modal } from '../layout/modal.js';
import { QueryState } from '../layout/query-state.js';
import { SilenceForm } from '../quiet/silence-form.js';
import { useSession } from '../session/use-session.js';
import { Matchers } from './matchers.js';

/** What keeps messages still for a time, and what waits for its end. */
export function SilencesTab() {
  const { session, may } = useSession();
  const [state, setState] = useState<'unexpired' | 'all'>('unexpired');
  const [isNew, setIsNew] = useState(false);
  const silences = useQuery({ queryKey: ['silences', state], queryFn: () => fetchSilences(state) });
  const mayWrite = may({ permission: 'silences.write' });
  return (
    <>
      <div className="line tools">
        <label>
          <input
            type="checkbox"
            checked={state === 'all'}
            onChange={() => setState(state === 'all' ? 'unexpired' : 'all')}
          />{' '}
          with those that ended
        </label>
        <span className="gap" />
        {mayWrite && (
          <button type="button" className="button primary" onClick={() => setIsNew(true)}>
            New silence…
          </button>
        )}
      </div>
      <QueryState query={silences}>{(items) => <Silences silences={items} mayWrite={mayWrite} />}</QueryState>
      {isNew && (
        <Modal title="New silence" onClose={() => setIsNew(false)}>
          <SilenceForm
            target={{ tenant: session?.tenant ?? 'default', labels: {} }}
            onDone={() => setIsNew(false)}
          />
        </Modal>
      )}
    </>
  );
}

interface SilencesProps {
  readonly silences: readonly Silence[];
  readonly mayWrite: boolean;
}

function Silences({ silences, mayWrite }: SilencesProps) {
  if (silences.length === 0) return <p className="card mute">No silence: every message goes out.</p>;
  return silences.map((silence) => <SilenceCard key={silence.id} silence={silence} mayWrite={mayWrite} />);
}

function SilenceCard({ silence, mayWrite }: { readonly silence: Silence; readonly mayWrite: boolean }) {
  const { id, tenant, matchers, comment, author, startsAt, endsAt, state, holding } = silence;
  const queries = useQueryClient();
  const expire = useMutation({
    mutationFn: () => expireSilence(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['silences'] }),
  });
  return (
    <article className="card quiet">
      <header className="line">
        <span className={state === 'active' ? 'tag pending' : 'tag'}>{state}</span>
        <Matchers tenant={tenant} matchers={matchers} />
        <span className="gap" />
        {mayWrite && state !== 'expired' && (
          <button
            type="button"
            className="button"
            disabled={expire.isPending}
            onClick={() => expire.mutate()}
          >
            End now
          </button>
        )}
      </header>
      <p>
        <LogText text={comment} />
      </p>
      <small>
        <LogText text={author} /> · from {formatSecond(startsAt)} until {formatSecond(endsAt)} UTC
        {holding > 0 && ` · ${plural(holding, 'message waits', 'messages wait')} for its end`}
      </small>
      {expire.error !== null && <p role="alert">{expire.error.message}.</p>}
    </article>
  );
}
