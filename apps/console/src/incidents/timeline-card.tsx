import type { IncidentDetail } from '../api/client.js';
import { formatOffset, formatTime } from '../format/format-time.js';

/** Every stage from the log event to the last delivery attempt, each with its time since the first. */
export function TimelineCard({ timeline }: { readonly timeline: IncidentDetail['timeline'] }) {
  const first = timeline[0]?.at;
  if (first === undefined) return null;
  return (
    <section className="card">
      <h3>Timeline</h3>
      <ol className="timeline">
        {timeline.map((entry, index) => (
          <li key={`${index}`}>
            <time dateTime={entry.at} title={formatTime(entry.at)}>
              {index === 0 ? formatTime(entry.at) : formatOffset(first, entry.at)}
            </time>
            <span>
              {entry.event} <small>{entry.detail}</small>
            </span>
            <small>{entry.who}</small>
          </li>
        ))}
      </ol>
    </section>
  );
}
