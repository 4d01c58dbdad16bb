import { Link, useLocation } from 'react-router';
import type { IncidentDetail } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { verdictWords } from './verdict-words.js';

/** What people found it to be, and what was merged into it; nothing where nobody has said anything. */
export function VerdictsCard({ incident }: { readonly incident: IncidentDetail }) {
  const { verdicts, parts, mergedInto } = incident;
  const { search } = useLocation();
  if (verdicts.length === 0 && parts.length === 0 && mergedInto === null) return null;
  return (
    <section className="card">
      <h2>Verdict</h2>
      <ul className="plain">
        {verdicts.map(({ at, who, verdict, note }) => (
          <li key={at}>
            <b>{verdict === null ? 'Opened again' : verdictWords[verdict]}</b>{' '}
            <small>
              <LogText text={who} />, {formatSecond(at)}
            </small>
            {note !== '' && (
              <div>
                <LogText text={note} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {mergedInto !== null && (
        <p>
          It is a part of <Link to={`/incidents/${mergedInto}${search}`}>another incident</Link>.
        </p>
      )}
      {parts.map(({ id, number, title }) => (
        <p key={id}>
          Merged in: <Link to={`/incidents/${id}${search}`}>INC-{number}</Link> <LogText text={title} />
        </p>
      ))}
    </section>
  );
}
