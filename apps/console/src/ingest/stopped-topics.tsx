import type { StoppedTopic } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { formatAgo, formatSecond } from '../format/format-time.js';
import { shellCommand } from './shell-command.js';

/** Topics that no collector reads, and how each is read again. */
export function StoppedTopics({ topics }: { readonly topics: readonly StoppedTopic[] }) {
  return topics.map(({ topic, stoppedAt, deadLetters, messages }) => {
    const command = shellCommand('resume', topic);
    return (
      <section key={topic} className="card stopped">
        <h2>
          <span className="tag severity-high">stopped</span> <LogText text={topic} />
        </h2>
        <p>
          Not read since <time dateTime={stoppedAt}>{formatSecond(stoppedAt)}</time> (
          {formatAgo(stoppedAt, Date.now())}): {deadLetters} of its last {messages} messages could not be
          taken. Nothing of it is watched. It waits in Kafka as long as Kafka keeps it.
        </p>
        {command !== undefined && (
          <p>
            When its producer, or its format here, is fixed: <code className="command">{command}</code>
          </p>
        )}
      </section>
    );
  });
}
