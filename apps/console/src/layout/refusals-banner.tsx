import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { every, fetchStatus } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';

const lookMs = 15_000;
/** The rest is a number: in an outage of everything the view itself must stay in sight. */
const most = 3;

/** Who cannot be told of incidents, over every view: whoever waits for a message would never miss it. */
export function RefusalsBanner() {
  const status = useQuery({ queryKey: ['status'], queryFn: fetchStatus, refetchInterval: every(lookMs) });
  const refusals = status.data?.deliveries.refusals ?? [];
  if (refusals.length === 0) return null;
  return (
    <div className="refusals" role="alert">
      <ul>
        {refusals.slice(0, most).map(({ receiver, channel, reason, messages, isGivenUp }) => (
          <li key={JSON.stringify([receiver, channel, reason, isGivenUp])}>
            <b>
              <LogText text={receiver} /> cannot be told over {channel}
            </b>
            {': '}
            <LogText text={reason} /> ({messages} {isGivenUp ? 'given up' : 'tried again and again'}).{' '}
            <Link to="/status">What to do</Link>
          </li>
        ))}
        {refusals.length > most && (
          <li>
            And {refusals.length - most} more. <Link to="/status">What to do</Link>
          </li>
        )}
      </ul>
    </div>
  );
}
