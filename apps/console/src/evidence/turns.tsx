import { LogText } from './log-text.js';
import type { Span } from './split-text.js';

interface Turn {
  readonly role: string;
  readonly where: 'user' | 'retrieved' | 'tool' | null;
  readonly content: string;
  readonly spans?: readonly Span[];
  readonly decoded?: readonly { readonly how: string; readonly text: string }[];
}

/** A conversation, turn by turn, each with where its text came from. */
export function Turns({ turns }: { readonly turns: readonly Turn[] }) {
  return (
    <ol className="turns">
      {turns.map((turn, index) => (
        <li key={`${index}`} className={`turn role-${turn.role}`}>
          <span className="role">
            {turn.role}
            {turn.where !== null && turn.where !== turn.role && ` · ${turn.where}`}
          </span>
          <LogText text={turn.content} spans={turn.spans ?? []} />
          {turn.decoded?.map(({ how, text }) => (
            <div key={`${how} ${text}`} className="decoded">
              <span className="role">reads as {how.replaceAll('-', ' ')}</span>
              <LogText text={text} />
            </div>
          ))}
        </li>
      ))}
    </ol>
  );
}
