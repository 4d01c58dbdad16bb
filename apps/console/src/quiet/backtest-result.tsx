import type { Backtest } from '../api/quiet.js';
import { LogText } from '../evidence/log-text.js';
import { plural } from '../format/words.js';

/** What a suppression would have hidden of the last days, the largest groups by name. */
export function BacktestResult({ tried }: { readonly tried: Backtest }) {
  const { days, findings, hidden, hiddenIncidents, hiddenCritical, groups, needsSecondPerson } = tried;
  return (
    <section className="backtest" aria-label="Backtest">
      <p role="status">
        Of the last {days} days it would have hidden <b>{plural(hidden, 'finding')}</b> of{' '}
        {findings.toLocaleString('en')}, from {plural(hiddenIncidents, 'incident')}
        {hiddenCritical > 0 && (
          <b className="bad">, {hiddenCritical.toLocaleString('en')} of them critical</b>
        )}
        .
      </p>
      {groups.length > 0 && (
        <ul className="plain">
          {groups.map(({ labels, findings: count, incidents, example }) => (
            <li key={JSON.stringify(labels)}>
              {count.toLocaleString('en')}× <LogText text={example} />{' '}
              <small>
                <LogText
                  text={[labels['model'], labels['version'], labels['severity']].filter(Boolean).join(' ')}
                />
                , {plural(incidents, 'incident')}
              </small>
            </li>
          ))}
        </ul>
      )}
      {needsSecondPerson && (
        <p className="mute">It could hide a critical finding: somebody else has to agree to it.</p>
      )}
    </section>
  );
}
