import { useQuery } from '@tanstack/react-query';
import { type ReceiverTest, fetchReceiverTest } from '../api/installation.js';
import { LogText } from '../evidence/log-text.js';
import { formatOffset } from '../format/format-time.js';

const pollMs = 1_000;
const words: Readonly<Record<ReceiverTest['deliveries'][number]['state'], string>> = {
  waiting: 'waits to be sent',
  sending: 'is being sent',
  accepted: 'was accepted',
  refused: 'was refused',
  unclear: 'may have arrived, or not',
};

/** What comes of a test message, channel by channel, until each has ended. */
export function TestOutcome({ requested }: { readonly requested: ReceiverTest }) {
  const followed = useQuery({
    queryKey: ['receiver-test', requested.id],
    queryFn: () => fetchReceiverTest(requested.id),
    initialData: requested,
    refetchInterval: ({ state }) => (isOver(state.data ?? requested) ? false : pollMs),
  });
  return (
    <ul className="plain test-outcome">
      {followed.data.deliveries.map(({ channel, state, statusCode, reason, startedAt, finishedAt }) => (
        <li key={channel} className={state}>
          The test by {channel} {words[state]}
          {statusCode !== null && ` (${statusCode})`}
          {startedAt !== null && finishedAt !== null && `, ${formatOffset(startedAt, finishedAt)}`}
          {reason !== null && (
            <>
              {': '}
              <LogText text={reason} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function isOver({ deliveries }: ReceiverTest): boolean {
  return deliveries.every(({ state }) => state !== 'waiting' && state !== 'sending');
}
