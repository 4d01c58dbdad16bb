import { useQuery } from '@tanstack/react-query';
import { every } from '../api/client.js';
import { type Exemplars, fetchExemplars } from '../api/models.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { plural } from '../format/words.js';
import { QueryState } from '../layout/query-state.js';
import { WordsCard } from './words-card.js';

interface ExemplarsCardProps {
  readonly modelKey: number;
  readonly hours: number;
}

/** A week at most is read for what is typical now. */
const mostHours = 168;

/** What is typical of a model now and was at its baseline, and words that came and went between the two. */
export function ExemplarsCard({ modelKey, hours }: ExemplarsCardProps) {
  const asked = Math.min(hours, mostHours);
  const exemplars = useQuery({
    queryKey: ['exemplars', modelKey, asked],
    queryFn: () => fetchExemplars(modelKey, asked),
    refetchInterval: every(300_000),
  });
  return (
    <QueryState query={exemplars} of="Exemplars and words">
      {({ words, baseline, now, retain }) => (
        <>
          <WordsCard words={words} texts={[baseline.texts, now.texts]} />
          <section className="card">
            <h2>
              Exemplars <small>masked, drawn evenly from what is kept</small>
            </h2>
            {retain === 'evidence' && (
              <p className="mute">
                Of this model only what was flagged is kept, so nothing typical comes in from now on. An admin
                can keep a daily sample.
              </p>
            )}
            <div className="sides">
              <Side title="Then, at the baseline" side={baseline} />
              <Side title="Now" side={now} />
            </div>
          </section>
        </>
      )}
    </QueryState>
  );
}

interface SideProps {
  readonly title: string;
  readonly side: Exemplars['now'];
}

function Side({ title, side: { from, until, texts, exemplars } }: SideProps) {
  return (
    <section>
      <h3>
        {title}{' '}
        <small>
          {from !== null &&
            until !== null &&
            `${formatSecond(from).slice(0, 16)} to ${formatSecond(until).slice(0, 16)}, `}
          {plural(texts, 'text')} read
        </small>
      </h3>
      {exemplars.length === 0 && <p className="mute">Nothing of that time is kept.</p>}
      <ul className="plain exemplars">
        {exemplars.map(({ evidenceId, occurredAt, outcome, prompt, response }) => (
          <li key={evidenceId}>
            <details>
              <summary>
                <LogText text={beginningOf(prompt)} />
              </summary>
              <p>
                <LogText text={prompt} />
              </p>
              <p className="answer">
                {response === null ? <small>it did not answer</small> : <LogText text={response} />}
              </p>
              <small>
                {formatSecond(occurredAt)} UTC · {outcome}
              </small>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

const shown = 110;

function beginningOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const letters = [...line];
  return letters.length > shown ? `${letters.slice(0, shown).join('')}…` : line;
}
