import { useEffect, useEffectEvent } from 'react';

interface ListKeys {
  readonly move: (step: 1 | -1) => void;
  readonly open: () => void;
  readonly back: () => void;
}

/** j and k move, Enter opens, Escape goes back; not while somebody types, nor with a modifier. */
export function useListKeys(keys: ListKeys): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : undefined;
    const isTaken =
      target !== undefined && target.closest('input, textarea, select, button, summary') !== null;
    if (isTaken || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'j') keys.move(1);
    else if (event.key === 'k') keys.move(-1);
    else if (event.key === 'Escape') keys.back();
    else if (event.key === 'Enter' && (target?.closest('a') ?? null) === null) keys.open();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => handle(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}
