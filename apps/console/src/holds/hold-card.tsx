import { useState } from 'react';
import type { Hold } from '../api/installation.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { useSession } from '../session/use-session.js';
import { HoldDialog } from './hold-dialog.js';
import { useHolds } from './use-holds.js';

interface HoldCardProps {
  readonly incidentId: string;
  readonly number: number;
}

/** Whether an incident is kept whatever its time, and how that begins and ends; nothing where neither concerns a login. */
export function HoldCard({ incidentId, number }: HoldCardProps) {
  const { holds, of, hold, release, problem } = useHolds();
  const mayManage = useSession().may({ permission: 'retention.manage' });
  const [isAsked, setIsAsked] = useState(false);
  const held = of(incidentId);
  if (holds.data === undefined || (held === undefined && !mayManage)) return null;
  const decide = (reason: string): void => {
    (held === undefined ? hold : release).mutate({ incidentId, reason });
    setIsAsked(false);
  };
  return (
    <section className="card" id="hold">
      <h2>Legal hold</h2>
      <div className="line">
        <HoldInWords held={held} />
        <span className="gap" />
        {mayManage && (
          <button type="button" className="button" onClick={() => setIsAsked(true)}>
            {held === undefined ? 'Hold…' : 'End the hold…'}
          </button>
        )}
      </div>
      {problem !== undefined && (
        <p role="alert" className="bad">
          {problem}.
        </p>
      )}
      {isAsked && (
        <HoldDialog
          number={number}
          isHeld={held !== undefined}
          onDone={decide}
          onCancel={() => setIsAsked(false)}
        />
      )}
    </section>
  );
}

function HoldInWords({ held }: { readonly held: Hold | undefined }) {
  if (held === undefined)
    return <span className="mute">None: what is stored of it goes when its time is over.</span>;
  return (
    <span>
      <LogText text={held.reason} />{' '}
      <small>
        <LogText text={held.by} />, {formatSecond(held.at)} UTC
      </small>
    </span>
  );
}
