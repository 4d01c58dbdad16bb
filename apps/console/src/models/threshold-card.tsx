import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { every } from '../api/client.js';
import { type Threshold, fetchThreshold } from '../api/models.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';
import { QueryState } from '../layout/query-state.js';
import { useSession } from '../session/use-session.js';
import { ThresholdDialog } from './threshold-dialog.js';

const refreshMs = 30_000;

/** From which score on a model's interactions are flagged, and how that is changed by who may. */
export function ThresholdCard({ modelKey }: { readonly modelKey: number }) {
  const threshold = useQuery({
    queryKey: ['threshold', modelKey],
    queryFn: () => fetchThreshold(modelKey),
    refetchInterval: every(refreshMs),
  });
  return (
    <section className="card" aria-label="Flagged from">
      <h2>Flagged from</h2>
      <QueryState query={threshold}>
        {(inForce) => <InForce modelKey={modelKey} inForce={inForce} />}
      </QueryState>
    </section>
  );
}

function InForce({ modelKey, inForce }: { readonly modelKey: number; readonly inForce: Threshold }) {
  const mayChange = useSession().may({ permission: 'rules.write' });
  const [isAsked, setIsAsked] = useState(false);
  const { threshold, isOwn, changed } = inForce;
  return (
    <>
      <div className="line">
        <span>
          A score of <b>{threshold}</b>, {isOwn ? 'this version’s own' : 'as shipped'}.
        </span>
        <span className="gap" />
        {mayChange && (
          <button type="button" className="button" onClick={() => setIsAsked(true)}>
            Change…
          </button>
        )}
      </div>
      {changed !== null && (
        <p className="mute">
          Changed from {changed.from} to {changed.to} by <LogText text={changed.by} /> at{' '}
          {formatSecond(changed.at)} (UTC).
        </p>
      )}
      {isAsked && <ThresholdDialog modelKey={modelKey} inForce={inForce} onClose={() => setIsAsked(false)} />}
    </>
  );
}
