import { join } from 'node:path';
import { projectRoot } from './project-root.js';

/** The built program of an app or of the sandbox. */
export function appEntry(name: string): string {
  const folder = name === 'sandbox' ? 'deploy/local/sandbox/main.js' : `apps/${name}/src/main.js`;
  return join(projectRoot(), 'dist', folder);
}

/** Whether an app that listens on this port says that it does its work. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
