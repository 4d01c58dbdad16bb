import { useEffect, useEffectEvent } from 'react';
import type { Ok } from '../api/client.js';

export type IncidentChange = EventData[number];
type EventData = Ok<'/v1/incident-changes', 'text/event-stream'>;

interface Changes {
  readonly onChanges: (changes: readonly IncidentChange[]) => void;
  /** Connected, or connected again: what happened before was not told. */
  readonly onReady: () => void;
}

/** Hears of changed incidents while the page is looked at; a browser only has six connections to an origin. */
export function useIncidentChanges({ onChanges, onReady }: Changes): void {
  const changed = useEffectEvent((event: MessageEvent<string>) =>
    onChanges(JSON.parse(event.data) as EventData),
  );
  const ready = useEffectEvent(() => onReady());
  useEffect(() => {
    let source: EventSource | undefined;
    const follow = (): void => {
      source?.close();
      source = undefined;
      if (document.hidden) return;
      source = new EventSource('/v1/incident-changes');
      source.addEventListener('ready', () => ready());
      source.addEventListener('changes', (event: MessageEvent<string>) => changed(event));
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      source?.close();
    };
  }, []);
}
