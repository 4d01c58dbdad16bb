import type { Answer } from './answer.js';
import type { Fault } from './faults.js';
import type { ServiceName } from './received-calls.js';

/** Whether a call that meets this fault does what it was to do all the same. */
export function hasEffect(fault: Fault | undefined): boolean {
  return fault === undefined || fault.kind === 'latency' || fault.kind.endsWith('although-posted');
}

/** What a call that meets a fault is answered; undefined where no answer comes. `real`: what it would have been. */
export function faultAnswer(
  fault: Fault,
  service: ServiceName,
  real: Answer | undefined,
): Answer | undefined {
  switch (fault.kind) {
    case '429':
      return { ...tooMany, headers: { 'retry-after': String(fault.retryAfterSeconds) } };
    case '429-without-header':
      return tooMany;
    case '400':
    case '410':
    case '500':
    case '503':
      return { status: Number(fault.kind), body: { status: 'error', errors: ['sandbox fault'] } };
    case 'error':
      return { status: 200, body: { ok: false, error: fault.error } };
    case 'ok-false':
    case 'error-although-posted':
      return service === 'slack'
        ? { status: 200, body: { ok: false, error: 'internal_error' } }
        : { status: 500, body: { status: 'error', errors: ['sandbox fault'] } };
    case 'html':
      return {
        status: 200,
        body: '<html>We will be back soon</html>',
        headers: { 'content-type': 'text/html' },
      };
    case 'latency':
      return real;
    case 'hang':
    case 'hang-although-posted':
    case 'reset':
    case 'reset-although-posted':
    case 'reset-mid-body':
      return undefined;
  }
}

const tooMany: Answer = { status: 429, body: { ok: false, error: 'ratelimited' } };
