import type { Delivery } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { channelName } from '../format/channel-name.js';
import { formatOffset, formatTime, instantsAsRead } from '../format/format-time.js';

/** Was it sent, when, what did they answer, and if not, why. */
export function DeliveriesCard({ deliveries }: { readonly deliveries: readonly Delivery[] }) {
  return (
    <section className="card" id="deliveries">
      <h2>Deliveries</h2>
      {deliveries.length === 0 && <p className="mute">No channel was owed a message about this.</p>}
      {deliveries.map((delivery) => (
        <div key={`${delivery.receiver} ${delivery.channel}`} className="delivery-ledger">
          <h3>
            {channelName(delivery.channel)} <span className={`tag ${delivery.state}`}>{delivery.state}</span>{' '}
            <small>
              to <LogText text={delivery.receiver} /> by <LogText text={delivery.route} />
            </small>
          </h3>
          <p className="answer">
            <LogText text={instantsAsRead(delivery.answer)} />
          </p>
          <Holds holds={delivery.holds} />
          <Attempts attempts={delivery.attempts} />
        </div>
      ))}
    </section>
  );
}

/** What kept messages back, and until when. */
function Holds({ holds }: { readonly holds: Delivery['holds'] }) {
  if (holds.length === 0) return null;
  return (
    <ul className="plain">
      {holds.map(({ reason, firstAt, untilAt }) => (
        <li key={`${reason} ${firstAt}`}>
          <LogText text={reason} />{' '}
          <small>
            from {formatTime(firstAt)} {untilAt === null ? 'on' : `until ${formatTime(untilAt)}`}
          </small>
        </li>
      ))}
    </ul>
  );
}

function Attempts({ attempts }: { readonly attempts: Delivery['attempts'] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Attempts">
      <table>
        <thead>
          <tr>
            <th>attempt</th>
            <th>started (UTC)</th>
            <th>action</th>
            <th>outcome</th>
            <th>code</th>
            <th>took</th>
            <th>reason</th>
          </tr>
        </thead>
        <tbody>
          {attempts.map((attempt) => (
            <tr key={attempt.attempt} className={attempt.outcome === 'accepted' ? undefined : 'bad'}>
              <td>{attempt.attempt}</td>
              <td>{formatTime(attempt.startedAt)}</td>
              <td>{attempt.action}</td>
              <td>{attempt.outcome}</td>
              <td>{attempt.statusCode ?? '–'}</td>
              <td>
                {attempt.finishedAt === null ? '–' : formatOffset(attempt.startedAt, attempt.finishedAt)}
              </td>
              <td>
                <LogText text={attempt.reason ?? ''} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
