import { useSyncExternalStore } from 'react';

/** Colours of charts, of the theme that is on: canvas knows no CSS variables. */
export function chartColors() {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return {
    accent: color('--accent'),
    band: color('--accent-soft'),
    line: color('--line'),
    mute: color('--mute'),
    deploy: color('--mute'),
    change: color('--high'),
    return: color('--low'),
    incident: color('--critical'),
  };
}

const dark = globalThis.matchMedia('(prefers-color-scheme: dark)');

/** `dark` or `light`; changes where the system's does. */
export function useColorScheme(): 'dark' | 'light' {
  return useSyncExternalStore(
    (onChange) => {
      dark.addEventListener('change', onChange);
      return () => dark.removeEventListener('change', onChange);
    },
    () => (dark.matches ? 'dark' : 'light'),
  );
}
