import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { IncidentSummary } from '../api/client.js';
import { IncidentRow } from './incident-row.js';
import { useListKeys } from './use-list-keys.js';

interface IncidentListProps {
  readonly items: readonly IncidentSummary[];
  readonly hasMore: boolean;
  readonly selectedId: string | undefined;
}

/** The rows. The cursor stays on its incident while rows come and go around it. */
export function IncidentList({ items, hasMore, selectedId }: IncidentListProps) {
  const [cursorId, setCursorId] = useState(selectedId);
  const navigate = useNavigate();
  const { search } = useLocation();
  const open = (id: string): void => {
    setCursorId(id);
    void navigate(`/incidents/${id}${search}`);
  };
  const cursor = items.findIndex(({ id }) => id === (cursorId ?? items[0]?.id));
  useListKeys({
    move: (step) => setCursorId(items[Math.min(items.length - 1, Math.max(0, cursor + step))]?.id),
    open: () => {
      const current = items[Math.max(0, cursor)];
      if (current !== undefined) open(current.id);
    },
    back: () => void navigate(`/incidents${search}`),
  });
  if (items.length === 0) return <p className="notice">Nothing here. New incidents show up by themselves.</p>;
  return (
    <>
      <ul className="rows">
        {items.map((incident, index) => (
          <IncidentRow
            key={incident.id}
            incident={incident}
            isCurrent={index === cursor}
            isOpen={incident.id === selectedId}
            address={`/incidents/${incident.id}${search}`}
            onOpen={() => setCursorId(incident.id)}
          />
        ))}
      </ul>
      {hasMore && <p className="notice">The 200 most severe are shown.</p>}
    </>
  );
}
