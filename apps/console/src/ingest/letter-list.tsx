import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type DeadLetter, type DeadLetterFilters, fetchDeadLetters } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { formatBytes } from '../format/format-bytes.js';
import { formatAgo, formatSecond } from '../format/format-time.js';
import { QueryState } from '../layout/query-state.js';
import { ingestAddress } from './ingest-address.js';

const states = [
  ['waiting', 'Waiting'],
  ['redriven', 'Sent again'],
  ['all', 'All'],
] as const;

/** Dead letters one by one, the newest first. Their bytes are in Kafka; what is shown is masked. */
export function LetterList({ filters }: { readonly filters: DeadLetterFilters }) {
  const { state, cause } = filters;
  const letters = useInfiniteQuery({
    queryKey: ['dead-letters', state, cause],
    queryFn: ({ pageParam }) => fetchDeadLetters(filters, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  return (
    <section className="card" aria-label="Dead letters">
      <div className="letters-head">
        <h2>Dead letters</h2>
        <StateChips filters={filters} />
        {cause !== undefined && (
          <Link className="every" to={ingestAddress({ state, cause: undefined })}>
            Show every cause
          </Link>
        )}
      </div>
      <QueryState query={letters}>
        {({ pages }) => (
          <Letters letters={pages.flatMap(({ items }) => items)} showsCode={cause === undefined} />
        )}
      </QueryState>
      {letters.hasNextPage && (
        <button type="button" className="button" onClick={() => void letters.fetchNextPage()}>
          Show older
        </button>
      )}
    </section>
  );
}

function StateChips({ filters: { state, cause } }: { readonly filters: DeadLetterFilters }) {
  return states.map(([name, label]) => (
    <Link
      key={name}
      className={state === name ? 'chip on' : 'chip'}
      aria-current={state === name ? 'true' : undefined}
      to={ingestAddress({ state: name, cause })}
    >
      {label}
    </Link>
  ));
}

interface LettersProps {
  readonly letters: readonly DeadLetter[];
  /** Not where all have the same. */
  readonly showsCode: boolean;
}

function Letters({ letters, showsCode }: LettersProps) {
  if (letters.length === 0) return <p className="mute">None.</p>;
  return (
    <ul className="letters">
      {letters.map((letter) => (
        <li key={`${letter.kept.partition}/${letter.kept.offset}`}>
          <Letter letter={letter} showsCode={showsCode} />
        </li>
      ))}
    </ul>
  );
}

function Letter({ letter, showsCode }: { readonly letter: DeadLetter; readonly showsCode: boolean }) {
  const { topic, source, kept, code, message, failedAt, firstFailedAt, attempts, bytes, head } = letter;
  return (
    <>
      <div className="letter-head">
        <span>
          <b>
            <LogText text={message} />
          </b>{' '}
          {showsCode && (
            <span className="tag">
              <LogText text={code} />
            </span>
          )}
        </span>
        <time dateTime={failedAt} title={formatSecond(failedAt)}>
          {formatAgo(failedAt, Date.now())}
        </time>
      </div>
      {head === null ? (
        <p className="mute">{bytes === 0 ? 'No bytes.' : 'Not text: nothing of it is shown.'}</p>
      ) : (
        <p className="letter-text">
          <LogText text={head} />
          {bytes > new TextEncoder().encode(head).length && '…'}
        </p>
      )}
      <p className="facts">
        <LogText text={`${topic} / ${source.partition} / ${source.offset}`} /> · {formatBytes(bytes)} ·{' '}
        {attempts === 1
          ? '1 attempt'
          : `${attempts} attempts, the first ${formatAgo(firstFailedAt, Date.now())}`}{' '}
        · kept at {kept.partition} / {kept.offset}
        {letter.redrivenAt !== null && ` · sent again ${formatSecond(letter.redrivenAt)}`}
      </p>
    </>
  );
}
