import { LogText } from '../evidence/log-text.js';
import { type MatchedLabels, matchedLabels, matcherOf, matchersOfLines } from './matchers.js';

interface MatchersFieldProps {
  /** A matcher a line. */
  readonly text: string;
  /** What an incident, or all that are meant, have. */
  readonly labels: MatchedLabels;
  readonly onChange: (text: string) => void;
}

/** What is meant: a box for each label of the incidents at hand, and the matchers as lines that can be edited. */
export function MatchersField({ text, labels, onChange }: MatchersFieldProps) {
  const lines = matchersOfLines(text);
  const toggle = (matcher: string): void => {
    const rest = lines.filter((line) => line !== matcher);
    onChange((rest.length < lines.length ? rest : [...lines, matcher]).join('\n'));
  };
  const known = matchedLabels.flatMap((label) => {
    const value = labels[label];
    return value === undefined ? [] : [{ label, value, matcher: matcherOf(label, value) }];
  });
  return (
    <>
      {known.length > 0 && (
        <fieldset className="choices">
          <legend>What has all of these</legend>
          {known.map(({ label, value, matcher }) => (
            <label key={label}>
              <input type="checkbox" checked={lines.includes(matcher)} onChange={() => toggle(matcher)} />{' '}
              {label} <LogText text={value} />
            </label>
          ))}
        </fieldset>
      )}
      <label className="block">
        Matchers, one a line; all must hold
        <textarea
          className="mono"
          rows={known.length > 0 ? 2 : 3}
          value={text}
          onChange={({ target }) => onChange(target.value)}
          maxLength={6_000}
          placeholder={'family="persona"\nseverity=~"low|medium"'}
          spellCheck={false}
          required
        />
        <small>{matchedLabels.join(', ')}; =, !=, and =~, !~ for patterns</small>
      </label>
    </>
  );
}
