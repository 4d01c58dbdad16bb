import { Link } from 'react-router';
import type { ThresholdReplay } from '../api/models.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { plural } from '../format/words.js';

type Crossing = ThresholdReplay['appearing'];

/** What a threshold would have flagged and let pass, with of how many, and the incidents that would not have been. */
export function ReplayResult({ tried }: { readonly tried: ThresholdReplay }) {
  const { since, interactions, compared, isComplete, appearing, disappearing, lostIncidents } = tried;
  return (
    <section className="backtest" aria-label="Replay">
      <p role="status">
        Of {plural(interactions, 'interaction')} since {formatSecond(since)} (UTC),{' '}
        <b>{appearing.interactions.toLocaleString('en')} more</b> would have been flagged, and{' '}
        <b>{disappearing.interactions.toLocaleString('en')} fewer</b>.
      </p>
      <p className="mute">
        {plural(compared, 'stored score')} compared{isComplete ? '' : ', the newest'}; what was counted from a
        history file has none.
      </p>
      <Side title="Would have appeared" of={appearing} />
      <Side title="Would have disappeared" of={disappearing} />
      {lostIncidents.total > 0 && (
        <>
          <p>
            <b>{plural(lostIncidents.total, 'incident')}</b> would not have been:
          </p>
          <ul className="plain">
            {lostIncidents.items.map(({ id, number, title }) => (
              <li key={id}>
                <Link to={`/incidents/${id}?status=all`}>
                  INC-{number} <LogText text={title} />
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Side({ title, of }: { readonly title: string; readonly of: Crossing }) {
  const { interactions, worked, confirmed, falsePositives, examples } = of;
  if (interactions === 0) return null;
  return (
    <details>
      <summary>
        {title}: {interactions.toLocaleString('en')}, of them {worked.toLocaleString('en')} worked,{' '}
        {confirmed.toLocaleString('en')} called an attack and {falsePositives.toLocaleString('en')} a false
        positive by people
      </summary>
      <ul className="plain">
        {examples.map(({ evidenceId, interactionId, occurredAt, score, outcome }) => (
          <li key={evidenceId}>
            {formatSecond(occurredAt)} · score {score} · {outcome} · <LogText text={interactionId} />
          </li>
        ))}
      </ul>
    </details>
  );
}
