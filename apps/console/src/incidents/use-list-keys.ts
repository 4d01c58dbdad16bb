import { useEffect, useEffectEvent } from 'react';

/** What a key does, by its name; `Shift+` in front where shift is held with a letter. */
export type KeyMap = Readonly<Record<string, (() => void) | undefined>>;

/** Runs what a key is for; not while somebody types, nor with a modifier but shift, nor behind a dialog. */
export function useListKeys(keys: KeyMap): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event)) return;
    const isLetter = /^[a-z]$/i.test(event.key);
    const name = isLetter && event.shiftKey ? `Shift+${event.key.toLowerCase()}` : event.key;
    const run = keys[name];
    if (run === undefined) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => handle(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

/** True where the element that has the focus wants the key for itself. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input:not([type=checkbox]), textarea, select, dialog[open], [popover]') !== null)
    return true;
  return (key === 'Enter' || key === ' ') && target.closest('a, button, summary, input') !== null;
}
