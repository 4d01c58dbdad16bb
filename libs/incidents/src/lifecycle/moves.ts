import { type Finding, type IncidentState, type Severity, severities } from '#contracts';
import type { IncidentEvent, IncidentEventKind } from './incident-event.js';

/** What is resolved for longer than this is another incident when it comes back. */
export const reopenWindowMs = 60 * 60_000;

/** The names of what an event does: also the `event` of the timeline row. */
export type IncidentChange =
  | 'opened'
  | 'joined'
  | 'severity-raised'
  | 'severity-lowered'
  | 'acknowledged'
  | 'unacknowledged'
  | 'assigned'
  | 'resolved'
  | 'recovered'
  | 'reopened'
  | 'verdict-changed'
  | 'merged'
  | 'unmerged'
  /** Another one was merged into it, or taken out of it again. */
  | 'absorbed'
  | 'released'
  | 'noted';

/** What an event makes of an incident. */
export interface Transition {
  readonly change: IncidentChange;
  /** In words, for the timeline. */
  readonly why: string;
  readonly state: IncidentState;
  /** True where people must hear of it anew, an acknowledgement or a repeat interval notwithstanding. */
  readonly isNews: boolean;
}

export type Of<Kind extends IncidentEventKind> = Extract<IncidentEvent, { readonly kind: Kind }>;

export function open(
  _none: IncidentState | undefined,
  { finding }: Of<'finding'>,
  nowMs: number,
): Transition {
  return opened(finding, nowMs, 'first finding of its kind');
}

function opened(finding: Finding, nowMs: number, why: string): Transition {
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
    acknowledgedAtMs: null,
    resolvedAtMs: null,
    assignee: null,
    verdict: null,
    mergedInto: null,
  };
  return { change: 'opened', why, state, isNews: true };
}

export function join(state: IncidentState | undefined, { finding }: Of<'finding'>): Transition {
  const current = state!;
  const rises = isAbove(finding.severity, current.severity);
  return {
    change: rises ? 'severity-raised' : 'joined',
    why: rises ? `severity rose from ${current.severity} to ${finding.severity}` : 'same fingerprint',
    state: grown(current, finding),
    isNews: rises,
  };
}

export function comeBack(
  state: IncidentState | undefined,
  { finding }: Of<'finding'>,
  nowMs: number,
): Transition {
  const current = state!;
  if (nowMs - (current.resolvedAtMs ?? nowMs) > reopenWindowMs) {
    return opened(finding, nowMs, 'the last one was resolved more than an hour ago');
  }
  const why = 'it came back within an hour of being resolved';
  return { change: 'reopened', why, state: openedAgain(grown(current, finding)), isNews: true };
}

export function acknowledge(
  state: IncidentState | undefined,
  { who }: Of<'acknowledge'>,
  nowMs: number,
): Transition {
  const current = state!;
  return {
    change: 'acknowledged',
    why: `${who} looks at it`,
    state: {
      ...current,
      status: 'acknowledged',
      acknowledgedAtMs: nowMs,
      assignee: current.assignee ?? who,
    },
    isNews: false,
  };
}

export function unacknowledge(state: IncidentState | undefined, { who }: Of<'unacknowledge'>): Transition {
  return {
    change: 'unacknowledged',
    why: `${who} does not look at it any more`,
    state: { ...state!, status: 'open', acknowledgedAtMs: null, assignee: null },
    isNews: true,
  };
}

export function assign(state: IncidentState | undefined, { who, assignee }: Of<'assign'>): Transition {
  const why = assignee === null ? `${who} took it off its assignee` : `${who} gave it to ${assignee}`;
  return { change: 'assigned', why, state: { ...state!, assignee }, isNews: false };
}

export function lower(state: IncidentState | undefined, { who, severity }: Of<'lower-severity'>): Transition {
  const why = `${who} set the severity from ${state!.severity} to ${severity}`;
  const change = isAbove(severity, state!.severity) ? 'severity-raised' : 'severity-lowered';
  return { change, why, state: { ...state!, severity }, isNews: change === 'severity-raised' };
}

export function resolve(
  state: IncidentState | undefined,
  { who, verdict, note }: Of<'resolve'>,
  nowMs: number,
): Transition {
  const words = [`${who} closed it`, ...(verdict === null ? [] : [`as ${verdict}`])].join(' ');
  return {
    change: 'resolved',
    why: note === '' ? words : `${words}: ${note}`,
    state: { ...state!, status: 'resolved', resolvedAtMs: nowMs, verdict },
    isNews: true,
  };
}

export function recover(state: IncidentState | undefined, { why }: Of<'recover'>, nowMs: number): Transition {
  return {
    change: 'recovered',
    why,
    state: { ...state!, status: 'resolved', resolvedAtMs: nowMs },
    isNews: true,
  };
}

export function reopen(state: IncidentState | undefined, { who }: Of<'reopen'>): Transition {
  return { change: 'reopened', why: `${who} opened it again`, state: openedAgain(state!), isNews: true };
}

/** The incident as it is when it is opened again: a verdict is about what was known when it was given. */
export function openedAgain(state: IncidentState): IncidentState {
  return { ...state, status: 'open', acknowledgedAtMs: null, resolvedAtMs: null, verdict: null };
}

export function changeVerdict(
  state: IncidentState | undefined,
  { who, verdict, note }: Of<'change-verdict'>,
): Transition {
  const from = state!.verdict ?? 'no verdict';
  const why = `${who}: from ${from} to ${verdict}${note === '' ? '' : `: ${note}`}`;
  return { change: 'verdict-changed', why, state: { ...state!, verdict }, isNews: false };
}

/** A note changes nothing: it is a row of the timeline. */
export function note(state: IncidentState | undefined, { who, note: words }: Of<'note'>): Transition {
  return { change: 'noted', why: `${who}: ${words}`, state: state!, isNews: false };
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

/** True where severity `a` is above `b`. */
export function isAbove(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) > severities.indexOf(b);
}
