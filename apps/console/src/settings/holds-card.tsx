import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Hold, fetchHolds, releaseHold } from '../api/installation.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { plural } from '../format/words.js';
import { LineDialog } from '../layout/line-dialog.js';
import { QueryState } from '../layout/query-state.js';
import { useSession } from '../session/use-session.js';

/** Incidents whose evidence stays whatever its time, why, and how that ends. */
export function HoldsCard() {
  const holds = useQuery({ queryKey: ['holds'], queryFn: fetchHolds });
  const [ended, setEnded] = useState<Hold | undefined>(undefined);
  const queries = useQueryClient();
  const release = useMutation({
    mutationFn: ({ incidentId, why }: { incidentId: string; why: string }) => releaseHold(incidentId, why),
    onSettled: () => queries.invalidateQueries({ queryKey: ['holds'] }),
  });
  return (
    <section className="card">
      <h2>Legal holds</h2>
      <QueryState query={holds}>{(items) => <Holds holds={items} onEnd={setEnded} />}</QueryState>
      {release.error !== null && <p role="alert">{release.error.message}.</p>}
      {ended !== undefined && (
        <LineDialog
          title={`End the legal hold of INC-${ended.incident}`}
          label="Why; what it kept goes when its time is over"
          button="End the hold"
          onDone={(why) => {
            release.mutate({ incidentId: ended.incidentId, why });
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
  if (holds.length === 0) return <p className="mute">None: everything goes when its time is over.</p>;
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
