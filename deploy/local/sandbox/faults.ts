import type { ServiceName } from './received-calls.js';

export const faultKinds = [
  '429',
  '429-without-header',
  '500',
  'ok-false',
  'html',
  'hang',
  'reset',
  'error-although-posted',
  'hang-although-posted',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What `POST /faults` takes: the next `times` calls of a service, or those of the next `seconds`, go wrong. */
export interface Fault {
  readonly service: ServiceName;
  readonly kind: FaultKind;
  readonly times?: number;
  readonly seconds?: number;
}

interface ActiveFault extends Fault {
  left: number;
  readonly untilMs: number;
}

/** The faults that wait for calls. */
export class Faults {
  #active: ActiveFault[] = [];

  set(fault: Fault, nowMs: number): void {
    const untilMs = fault.seconds === undefined ? Infinity : nowMs + fault.seconds * 1_000;
    const left = fault.times ?? (fault.seconds === undefined ? 1 : Infinity);
    this.#active.push({ ...fault, left, untilMs });
  }

  /** The fault that this call meets, used up by one. */
  take(service: ServiceName, nowMs: number): FaultKind | undefined {
    this.#active = this.#active.filter((fault) => fault.left > 0 && fault.untilMs > nowMs);
    const fault = this.#active.find((one) => one.service === service);
    if (fault === undefined) return undefined;
    fault.left -= 1;
    return fault.kind;
  }
}

/** The fault that a request body describes; undefined where it describes none. */
export function parseFault(body: Readonly<Record<string, unknown>>): Fault | undefined {
  const { service, kind, times, seconds } = body;
  const isService = service === 'slack' || service === 'pagerduty';
  const known = faultKinds.find((one) => one === kind);
  const isCount = (value: unknown): value is number | undefined =>
    value === undefined || (typeof value === 'number' && value > 0);
  if (!isService || known === undefined || !isCount(times) || !isCount(seconds)) return undefined;
  return { service, kind: known, ...(times && { times }), ...(seconds && { seconds }) };
}
