import { readFileSync } from 'node:fs';

/** The most memory that a process ever held, in MiB, by the kernel's account; NaN where it keeps none. */
export function peakMemoryMib(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN) / 1024;
}
