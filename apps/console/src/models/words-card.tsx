import type { Exemplars } from '../api/models.js';
import { LogText } from '../evidence/log-text.js';

interface WordsCardProps {
  readonly words: Exemplars['words'];
  /** How many texts were read, then and now. */
  readonly texts: readonly [then: number, now: number];
}

/** Words that came and went since the baseline, with the share of texts that have each. */
export function WordsCard({ words, texts }: WordsCardProps) {
  return (
    <section className="card">
      <h2>
        Vocabulary{' '}
        <small>
          {texts[0]} texts of the baseline, {texts[1]} of now; shares of texts, then → now
        </small>
      </h2>
      {words === null ? (
        <p className="mute">Not enough data: thirty texts are needed on either side.</p>
      ) : (
        <div className="sides">
          <Words title="In prompts" changes={words.prompts} />
          <Words title="In answers" changes={words.responses} />
        </div>
      )}
    </section>
  );
}

type Changes = NonNullable<Exemplars['words']>['prompts'];

function Words({ title, changes: { came, went } }: { readonly title: string; readonly changes: Changes }) {
  return (
    <section>
      <h3>{title}</h3>
      {came.length + went.length === 0 && <p className="mute">No word has clearly come or gone.</p>}
      <WordList name="came" words={came} />
      <WordList name="went" words={went} />
    </section>
  );
}

function WordList({ name, words }: { readonly name: 'came' | 'went'; readonly words: Changes['came'] }) {
  if (words.length === 0) return null;
  return (
    <p className={`words ${name}`}>
      <b>{name}</b>{' '}
      {words.map(({ word, then, now }) => (
        <span key={word} className="word-change">
          <LogText text={word} />{' '}
          <small>
            {shareInWords(then)} → {shareInWords(now)}
          </small>
        </span>
      ))}
    </p>
  );
}

function shareInWords(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.095 ? 1 : 0)} %`;
}
