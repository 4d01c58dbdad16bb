import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from 'react-router';
import { unmergeIncident } from '../api/actions.js';
import type { IncidentDetail } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { verdictWords } from './verdict-words.js';

interface VerdictsCardProps {
  readonly incident: IncidentDetail;
  readonly mayAct: boolean;
}

/** What shows where an incident belongs. */
const shown = [['incident'], ['incident-list'], ['incident-newest']] as const;

/** What people found it to be, and what was merged into it; nothing where nobody has said anything. */
export function VerdictsCard({ incident, mayAct }: VerdictsCardProps) {
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
          It is a part of <Link to={`/incidents/${mergedInto}${search}`}>another incident</Link>.{' '}
          {mayAct && <TakeOut id={incident.id} />}
        </p>
      )}
      {parts.map(({ id, number, title }) => (
        <p key={id}>
          Merged in: <Link to={`/incidents/${id}${search}`}>INC-{number}</Link> <LogText text={title} />{' '}
          {mayAct && <TakeOut id={id} />}
        </p>
      ))}
    </section>
  );
}

/** Takes a part out of the incident that it was merged into. */
function TakeOut({ id }: { readonly id: string }) {
  const queries = useQueryClient();
  const unmerge = useMutation({
    mutationFn: () => unmergeIncident(id),
    onSettled: () => Promise.all(shown.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  return (
    <>
      <button type="button" className="link" disabled={unmerge.isPending} onClick={() => unmerge.mutate()}>
        Take it out again
      </button>
      {unmerge.error !== null && <span role="alert"> {unmerge.error.message}.</span>}
    </>
  );
}
