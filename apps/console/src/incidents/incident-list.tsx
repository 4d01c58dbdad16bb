import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { IncidentSummary } from '../api/client.js';
import { IncidentRow } from './incident-row.js';
import type { Triage, TriageEvent } from './triage.js';

interface IncidentListProps {
  readonly rows: readonly IncidentSummary[];
  readonly cursor: string | undefined;
  readonly openId: string | undefined;
  readonly selected: Triage['selected'];
  readonly addressOf: (id: string) => string;
  readonly onTriage: (event: TriageEvent) => void;
  /** Undefined where everything is loaded. */
  readonly onMore: (() => void) | undefined;
}

/** As in `incidents.css`; on a phone the facts have a line more. */
const rowHeight = globalThis.matchMedia('(max-width: 700px)').matches ? 97 : 79;
/** So many rows before the end the next ones are asked for. */
const ahead = 40;

/** The rows, of which only those in sight are elements. The cursor stays in sight. */
export function IncidentList(props: IncidentListProps) {
  const { rows, cursor, openId, selected, addressOf, onTriage } = props;
  const { scroller, height, visible } = useRowsInSight(props);
  return (
    <div className="scroller" ref={scroller}>
      <ul className="rows" role="list" style={{ height }}>
        {visible.map(({ index, key, start }) => {
          const incident = rows[index];
          return (
            incident && (
              <IncidentRow
                key={key}
                incident={incident}
                top={start}
                index={index}
                of={rows.length}
                isCurrent={incident.id === cursor}
                isOpen={incident.id === openId}
                isSelected={selected.has(incident.id)}
                address={addressOf(incident.id)}
                onTriage={onTriage}
              />
            )
          );
        })}
      </ul>
    </div>
  );
}

/** Which rows are in sight; keeps the cursor among them, and asks for more near the end. */
function useRowsInSight({ rows, cursor, onMore }: IncidentListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
    // Rows that come into sight are drawn with the next frame; the scroll itself does not wait for them.
    useFlushSync: false,
  });
  const at = rows.findIndex(({ id }) => id === cursor);
  const follow = useEffectEvent(() => {
    if (at >= 0) virtual.scrollToIndex(at);
  });
  // Only where the cursor moves: rows that come and go must not scroll.
  useEffect(() => follow(), [cursor]);
  const visible = virtual.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - ahead) onMore?.();
  }, [last, rows.length, onMore]);
  return { scroller, height: virtual.getTotalSize(), visible };
}
