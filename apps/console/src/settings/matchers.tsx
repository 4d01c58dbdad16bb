import { LogText } from '../evidence/log-text.js';

interface MatchersProps {
  readonly tenant: string;
  readonly matchers: readonly string[];
}

/** What something is about: its matchers as chips, and the tenant where that is not the only one. */
export function Matchers({ tenant, matchers }: MatchersProps) {
  return (
    <>
      {tenant !== 'default' && (
        <span className="tag">
          <LogText text={tenant} />
        </span>
      )}
      {matchers.map((matcher) => (
        <code key={matcher} className="matcher">
          <LogText text={matcher} />
        </code>
      ))}
    </>
  );
}
