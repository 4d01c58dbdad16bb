import { useMutation, useQuery } from '@tanstack/react-query';
import { type Receiver, fetchReceivers, testReceiver } from '../api/installation.js';
import { Link } from 'react-router';
import { LogText } from '../evidence/log-text.js';
import { channelName } from '../format/channel-name.js';
import { formatAgo } from '../format/format-time.js';
import { plural } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { useSession } from '../session/use-session.js';
import { TestOutcome } from './test-outcome.js';

/** Who is told, how that goes by each channel, and whether a test message arrives. */
export function ReceiversTab() {
  const receivers = useQuery({ queryKey: ['receivers'], queryFn: fetchReceivers });
  return (
    <QueryState query={receivers}>
      {(items) =>
        items.length === 0 ? (
          <p className="card mute">
            Nobody is told anything: alerting has not run yet, or its routes name no receiver. See{' '}
            <Link to="/settings/routes">Routes</Link>.
          </p>
        ) : (
          items.map((receiver) => <ReceiverCard key={receiver.name} receiver={receiver} />)
        )
      }
    </QueryState>
  );
}

function ReceiverCard({ receiver }: { readonly receiver: Receiver }) {
  const { name, fallback, channels } = receiver;
  const { may } = useSession();
  const test = useMutation({ mutationFn: () => testReceiver(name) });
  return (
    <article className="card quiet receiver">
      <header className="line">
        <h2>
          <LogText text={name} />
        </h2>
        {fallback !== null && (
          <small>
            where it refuses for good, <LogText text={fallback} /> is told
          </small>
        )}
        <span className="gap" />
        {may({ permission: 'receivers.manage', allTenants: true }) && (
          <button
            type="button"
            className="button"
            disabled={test.isPending || channels.length === 0}
            onClick={() => test.mutate()}
          >
            Send a test
          </button>
        )}
      </header>
      {channels.length === 0 && <p className="mute">No channel: nobody is told.</p>}
      <ul className="plain">
        {channels.map((channel) => (
          <ChannelLine key={channel.channel} channel={channel} />
        ))}
      </ul>
      {test.error !== null && <p role="alert">{test.error.message}.</p>}
      <div role="status">
        {test.data !== undefined && <TestOutcome key={test.data.id} requested={test.data} />}
      </div>
    </article>
  );
}

type Channel = Receiver['channels'][number];

function ChannelLine({
  channel: { channel, to, lastDelivery, waiting, failed, lastTest },
}: {
  readonly channel: Channel;
}) {
  return (
    <li>
      <b>{channelName(channel)}</b> {to !== null && <LogText text={to} />}{' '}
      <small>
        {lastDelivery === null ? 'told nothing in 30 days' : <LastDelivery last={lastDelivery} />}
        {waiting > 0 && ` · ${plural(waiting, 'message waits', 'messages wait')}`}
        {lastTest !== null &&
          ` · last test ${formatAgo(lastTest.requestedAt, Date.now())}: ${lastTest.state}`}
      </small>
      {failed > 0 && <b className="bad"> {plural(failed, 'message')} given up</b>}
    </li>
  );
}

function LastDelivery({ last }: { readonly last: NonNullable<Channel['lastDelivery']> }) {
  const { at, incidentId, outcome, statusCode, reason } = last;
  return (
    <>
      last <Link to={`/incidents/${incidentId}?status=all`}>told</Link> {formatAgo(at, Date.now())}: {outcome}
      {statusCode !== null && ` ${statusCode}`}
      {reason !== null && (
        <>
          {', '}
          <LogText text={reason} />
        </>
      )}
    </>
  );
}
