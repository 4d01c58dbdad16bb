import { useState } from 'react';
import { Link } from 'react-router';
import type { Hold } from '../api/installation.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { plural } from '../format/words.js';
import { HoldDialog } from '../holds/hold-dialog.js';
import { useHolds } from '../holds/use-holds.js';
import { QueryState } from '../layout/query-state.js';
import { useSession } from '../session/use-session.js';

/** Incidents whose evidence stays whatever its time, why, and how that ends. */
export function HoldsCard() {
  const { holds, release, problem } = useHolds();
  const [ended, setEnded] = useState<Hold | undefined>(undefined);
  return (
    <section className="card">
      <h2>Legal holds</h2>
      <QueryState query={holds}>{(items) => <Holds holds={items} onEnd={setEnded} />}</QueryState>
      {problem !== undefined && <p role="alert">{problem}.</p>}
      {ended !== undefined && (
        <HoldDialog
          number={ended.incident}
          isHeld
          onDone={(reason) => {
            release.mutate({ incidentId: ended.incidentId, reason });
            setEnded(undefined);
          }}
          onCancel={() => setEnded(undefined)}
        />
      )}
    </section>
  );
}

interface HoldsProps {
  readonly holds: readonly Hold[];
  readonly onEnd: (hold: Hold) => void;
}

function Holds({ holds, onEnd }: HoldsProps) {
  const { may } = useSession();
  if (holds.length === 0)
    return (
      <p className="mute">
        None: everything goes when its time is over. An incident’s own page puts it under one.
      </p>
    );
  return (
    <ul className="plain holds">
      {holds.map((hold) => (
        <li key={hold.incidentId} className="line">
          <Link to={`/incidents/${hold.incidentId}?status=all`}>INC-{hold.incident}</Link>
          <LogText text={hold.reason} />
          <small>
            <LogText text={hold.by} />, {formatSecond(hold.at)} UTC · {plural(hold.evidence, 'interaction')}{' '}
            kept
          </small>
          <span className="gap" />
          {may({ permission: 'retention.manage' }) && (
            <button type="button" className="button" onClick={() => onEnd(hold)}>
              End…
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
