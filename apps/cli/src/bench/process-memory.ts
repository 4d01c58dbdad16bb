import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Resident memory of each process that still runs, in MiB. */
export async function residentMegabytes(
  pids: Readonly<Record<string, number>>,
): Promise<Record<string, number>> {
  const readings = await Promise.all(
    Object.entries(pids).map(async ([name, pid]) => {
      const kilobytes = await run('ps', ['-o', 'rss=', '-p', String(pid)]).then(
        ({ stdout }) => Number(stdout.trim()),
        () => undefined,
      );
      return kilobytes === undefined ? [] : [[name, Math.round(kilobytes / 1024)] as const];
    }),
  );
  return Object.fromEntries(readings.flat());
}
