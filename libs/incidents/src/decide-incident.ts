import { type Finding, type IncidentStatus, type Outcome, type Severity, severities } from '#contracts';

/** The part of an incident that findings move. */
export interface IncidentState {
  readonly status: IncidentStatus;
  readonly severity: Severity;
  readonly title: string;
  readonly reason: string;
  readonly outcome: Outcome | null;
  readonly findingCount: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  readonly openedAtMs: number;
  readonly resolvedAtMs: number | null;
}

/** What a finding makes of the newest incident of its fingerprint. */
export type IncidentChange = 'open' | 'join' | 'reopen';

export interface IncidentDecision {
  readonly change: IncidentChange;
  /** In words, for the timeline. */
  readonly why: string;
  readonly state: IncidentState;
  /** True where people must hear of it anew: it opened, or became more severe. */
  readonly isNews: boolean;
}

/** What is resolved for longer than this is another incident. */
export const reopenWindowMs = 60 * 60_000;

/**
 * What becomes of a finding, by the status of the newest incident with its fingerprint:
 *
 * | status | within the reopen window | finding |
 * | --- | --- | --- |
 * | none | – | open |
 * | open, acknowledged | – | join |
 * | resolved | yes | reopen |
 * | resolved | no | open |
 *
 * Findings raise severity and never lower it; a rise is news even where somebody acknowledged.
 */
export function decideIncident(
  current: IncidentState | undefined,
  finding: Finding,
  nowMs: number,
): IncidentDecision {
  if (current === undefined) return opened(finding, nowMs, 'first finding of its kind');
  switch (current.status) {
    case 'open':
    case 'acknowledged':
      return joined(current, finding);
    case 'resolved':
      return nowMs - (current.resolvedAtMs ?? nowMs) <= reopenWindowMs
        ? reopened(current, finding)
        : opened(finding, nowMs, 'the last one was resolved more than an hour ago');
  }
}

function opened(finding: Finding, nowMs: number, why: string): IncidentDecision {
  const state: IncidentState = {
    status: 'open',
    severity: finding.severity,
    title: finding.title,
    reason: finding.reason,
    outcome: finding.kind === 'attack' ? finding.outcome : null,
    findingCount: 1,
    firstSeenMs: finding.occurredAtMs,
    lastSeenMs: finding.occurredAtMs,
    openedAtMs: nowMs,
    resolvedAtMs: null,
  };
  return { change: 'open', why, state, isNews: true };
}

function joined(current: IncidentState, finding: Finding): IncidentDecision {
  const rises = isAbove(finding.severity, current.severity);
  const why = rises ? `severity rose from ${current.severity} to ${finding.severity}` : 'same fingerprint';
  return { change: 'join', why, state: grown(current, finding), isNews: rises };
}

function reopened(current: IncidentState, finding: Finding): IncidentDecision {
  const state: IncidentState = { ...grown(current, finding), status: 'open', resolvedAtMs: null };
  return { change: 'reopen', why: 'it came back within an hour of being resolved', state, isNews: true };
}

/** The most severe finding speaks for the incident, the newest among equals. */
function grown(current: IncidentState, finding: Finding): IncidentState {
  const speaks = !isAbove(current.severity, finding.severity);
  return {
    ...current,
    ...(speaks && { severity: finding.severity, title: finding.title, reason: finding.reason }),
    ...(speaks && finding.kind === 'attack' && { outcome: finding.outcome }),
    findingCount: current.findingCount + 1,
    firstSeenMs: Math.min(current.firstSeenMs, finding.occurredAtMs),
    lastSeenMs: Math.max(current.lastSeenMs, finding.occurredAtMs),
  };
}

function isAbove(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) > severities.indexOf(b);
}
