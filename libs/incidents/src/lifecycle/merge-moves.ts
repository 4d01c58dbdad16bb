import type { IncidentState } from '#contracts';
import { type Of, type Transition, isAbove, openedAgain } from './moves.js';

/** It is over as one of its own: what still comes of its kind joins the other one. */
export function merge(
  state: IncidentState | undefined,
  { who, into, because }: Of<'merge'>,
  nowMs: number,
): Transition {
  return {
    change: 'merged',
    why: withCause(`${who} found it to be a part of INC-${into.number}`, because),
    state: {
      ...state!,
      status: 'resolved',
      resolvedAtMs: nowMs,
      verdict: 'duplicate',
      mergedInto: into.incidentId,
    },
    isNews: true,
  };
}

/** It stands by itself again, and open. */
export function unmerge(state: IncidentState | undefined, { who }: Of<'unmerge'>): Transition {
  return {
    change: 'unmerged',
    why: `${who} found it to be one of its own`,
    state: { ...openedAgain(state!), mergedInto: null },
    isNews: true,
  };
}

/** The other one becomes a part of this one, which is from then on as severe as its most severe part. */
export function absorb(
  state: IncidentState | undefined,
  { who, number, part, because }: Of<'absorb'>,
): Transition {
  const current = state!;
  const rises = isAbove(part.severity, current.severity);
  const why = withCause(`${who} found INC-${number} to be a part of it`, because);
  return {
    change: rises ? 'severity-raised' : 'absorbed',
    why: rises ? `${why}; severity rose from ${current.severity} to ${part.severity}` : why,
    state: {
      ...current,
      ...(rises && { severity: part.severity }),
      findingCount: current.findingCount + part.findingCount,
      firstSeenMs: Math.min(current.firstSeenMs, part.firstSeenMs),
      lastSeenMs: Math.max(current.lastSeenMs, part.lastSeenMs),
    },
    isNews: rises,
  };
}

/** The findings of what was a part go with it; what came since the merge, and the severity, stay. */
export function release(state: IncidentState | undefined, { who, number, part }: Of<'release'>): Transition {
  const current = state!;
  return {
    change: 'released',
    why: `${who} found INC-${number} to be no part of it`,
    state: { ...current, findingCount: Math.max(0, current.findingCount - part.findingCount) },
    isNews: false,
  };
}

function withCause(what: string, because: string | undefined): string {
  return because === undefined ? what : `${what}: ${because}`;
}
