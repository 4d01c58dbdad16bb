import { Link } from 'react-router';
import type { DeadLetterFilters, DeadLetterGroup } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { formatAgo } from '../format/format-time.js';
import { ingestAddress } from './ingest-address.js';
import { shellCommand } from './shell-command.js';

interface CauseListProps {
  readonly causes: readonly DeadLetterGroup[];
  readonly filters: DeadLetterFilters;
}

/** Dead letters by cause: one thing to fix a row. Choosing one narrows the list below to it. */
export function CauseList({ causes, filters }: CauseListProps) {
  const waiting = causes.reduce((sum, cause) => sum + cause.waiting, 0);
  const { state, cause: chosen } = filters;
  return (
    <section className="card" aria-label="Causes">
      <h2>
        What could not be taken <small>{waiting.toLocaleString('en')} waiting</small>
      </h2>
      <ul className="causes">
        {causes.map((cause) => {
          const isChosen = isSame(cause, chosen);
          const { topic, stage, code } = cause;
          const next = isChosen ? undefined : { topic, stage, code };
          return (
            <li key={JSON.stringify([topic, stage, code])} className={isChosen ? 'chosen' : undefined}>
              <Link to={ingestAddress({ state, cause: next })} aria-current={isChosen ? 'true' : undefined}>
                <Cause cause={cause} />
              </Link>
              {isChosen && cause.waiting > 0 && <Redrive cause={cause} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Cause({ cause }: { readonly cause: DeadLetterGroup }) {
  const { topic, stage, code, message, waiting, redriven, newestAt } = cause;
  return (
    <>
      <span className="title">
        <LogText text={message} />
      </span>
      <span className="facts">
        <LogText text={topic} /> · <LogText text={stage} /> · <LogText text={code} /> · newest{' '}
        {formatAgo(newestAt, Date.now())}
      </span>
      <span className="counts">
        <b>{waiting.toLocaleString('en')}</b> waiting
        {redriven > 0 && <small> {redriven.toLocaleString('en')} sent again</small>}
      </span>
    </>
  );
}

function Redrive({ cause: { topic, stage, code } }: { readonly cause: DeadLetterGroup }) {
  const command = shellCommand('replay', '--dlq', '--topic', topic, '--stage', stage, '--code', code);
  if (command === undefined) return null;
  return (
    <p className="redrive">
      When it is fixed, send them again, each once: <code className="command">{command}</code>
    </p>
  );
}

function isSame(cause: DeadLetterGroup, chosen: DeadLetterFilters['cause']): boolean {
  return cause.topic === chosen?.topic && cause.stage === chosen.stage && cause.code === chosen.code;
}
