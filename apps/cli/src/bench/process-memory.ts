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

/** Seconds of the processor that a process has used, to a second; NaN where it has ended. */
export async function processorSeconds(pid: number): Promise<number> {
  return run('ps', ['-o', 'time=', '-p', String(pid)]).then(
    ({ stdout }) => secondsOf(stdout.trim()),
    () => NaN,
  );
}

/** `[[days-]hours:]minutes:seconds`, as POSIX has it for `ps -o time`. */
export function secondsOf(time: string): number {
  const [clock = '', days = '0'] = time.split('-').reverse();
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number(days) * 86_400 + seconds;
}
