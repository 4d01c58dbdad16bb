import { useMutation, useQuery } from '@tanstack/react-query';
import { every, fetchStatus } from '../api/client.js';
import { logOut } from '../api/session.js';
import { LogText } from '../evidence/log-text.js';
import { useSession } from '../session/use-session.js';

const statusMs = 15_000;

/** Who is logged in and as what, how to leave, and how much is read. */
export function SessionFoot({ showsRate }: { readonly showsRate: boolean }) {
  const { session } = useSession();
  const leave = useMutation({
    mutationFn: logOut,
    onSettled: () => globalThis.location.assign('/incidents'),
  });
  return (
    <div className="foot">
      {showsRate && <Rate />}
      <p>
        <kbd>?</kbd> keys
      </p>
      {session !== undefined && (
        <p className="own">
          <span className="who" title={session.who}>
            <LogText text={session.who} />
          </span>
          <small>
            {session.role ?? 'token'}
            {session.tenant !== null && (
              <>
                {' of '}
                <LogText text={session.tenant} />
              </>
            )}
          </small>
          <br />
          <button type="button" className="link" disabled={leave.isPending} onClick={() => leave.mutate()}>
            Log out
          </button>
        </p>
      )}
    </div>
  );
}

function Rate() {
  const status = useQuery({ queryKey: ['status'], queryFn: fetchStatus, refetchInterval: every(statusMs) });
  const perSecond = status.data?.ingest.interactionsPerSecond;
  return perSecond === undefined ? null : <p>{perSecond.toFixed(1)} interactions/s</p>;
}
