import { useQuery } from '@tanstack/react-query';
import { type IncidentDetail, fetchTraceUrl } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { formatOffset, formatTime } from '../format/format-time.js';

/** Every stage from the log event to the last delivery attempt: when, how long since the one before, and where. */
export function TimelineCard({ timeline, traceparent }: Pick<IncidentDetail, 'timeline' | 'traceparent'>) {
  const first = timeline[0]?.at;
  if (first === undefined) return null;
  return (
    <section className="card" id="timeline">
      <h2>
        Timeline <small>UTC; since the first event, and at the right since the one before</small>
      </h2>
      <ol className="timeline">
        {timeline.map((entry, index) => (
          <li key={`${index}`} className={isBad(entry.detail) ? 'bad' : undefined}>
            <time dateTime={entry.at} title={formatTime(entry.at)}>
              {index === 0 ? formatTime(entry.at) : formatOffset(first, entry.at)}
            </time>
            <span>
              {entry.event}{' '}
              <small>
                <LogText text={entry.detail} />
              </small>
            </span>
            <small>{entry.who !== null && <LogText text={entry.who} />}</small>
            <small className="took">
              {index === 0 ? '' : formatOffset(timeline[index - 1]?.at ?? first, entry.at)}
            </small>
          </li>
        ))}
      </ol>
      {traceparent !== null && <Trace traceparent={traceparent} />}
    </section>
  );
}

function isBad(detail: string): boolean {
  return /^attempt \d+: (retry|failed)/.test(detail);
}

/** The trace that leads from the producer to the delivery, with a way into the tracing UI where there is one. */
function Trace({ traceparent }: { readonly traceparent: string }) {
  const template = useQuery({ queryKey: ['trace-url'], queryFn: fetchTraceUrl, refetchInterval: false });
  const traceId = /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(traceparent)?.[1];
  if (traceId === undefined) return null;
  return (
    <dl className="coordinates">
      <div>
        <dt>traceparent</dt>
        <dd>
          <LogText text={traceparent} />
        </dd>
      </div>
      <div>
        <dt>trace</dt>
        <dd>
          {template.data === undefined || template.data === null ? (
            traceId
          ) : (
            <a href={template.data.replaceAll('{traceId}', traceId)} target="_blank" rel="noreferrer">
              {traceId} ↗
            </a>
          )}
        </dd>
      </div>
    </dl>
  );
}
