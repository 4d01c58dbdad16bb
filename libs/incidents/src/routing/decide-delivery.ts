import type { IncidentStatus, Labels, Severity } from '#contracts';
import { type Matcher, matchesAll } from './matchers.js';
import type { InhibitRule } from './routing-schema.js';
import { type TimeInterval, endOfIntervals } from './time-interval.js';

/** A time-boxed mute. */
export interface Silence {
  readonly silenceId: string;
  readonly matchers: readonly Matcher[];
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly author: string;
}

/** An open incident that may keep others still. */
export interface OpenIncident {
  readonly incidentId: string;
  readonly number: string;
  readonly labels: Labels;
}

/** What is known of a message that is due. */
export interface DueDelivery {
  readonly incidentId: string;
  readonly labels: Labels;
  readonly status: IncidentStatus;
  readonly severity: Severity;
  /** The severity that this receiver was last told; null where it was told nothing. */
  readonly toldSeverity: Severity | null;
  /** An earlier message may have reached the receiver, though nobody knows. */
  readonly mayHaveArrived: boolean;
  /** An escalation step: it goes out only where nobody acknowledged. */
  readonly unlessAcknowledged: boolean;
  readonly muteTimes: readonly TimeInterval[];
}

/** What else is going on. */
export interface DeliverySurroundings {
  readonly silences: readonly Silence[];
  readonly inhibitRules: readonly InhibitRule[];
  readonly openIncidents: readonly OpenIncident[];
}

/** `wait` and `skip` say why: the ledger shows it where somebody asks why nobody was told. */
export type DeliveryDecision =
  | { readonly kind: 'send'; readonly reason: string }
  | { readonly kind: 'wait'; readonly reason: string; readonly untilMs: number }
  | { readonly kind: 'skip'; readonly reason: string };

/** What keeps still is looked at again after so long: the incident that inhibits may be resolved by then. */
const lookAgainMs = 30_000;

/**
 * Whether a message that is due goes out now. The end of what a receiver was told of always goes out, since it lets
 * people rest; a receiver that was told nothing is not told of an end. Otherwise, in this order: an escalation that
 * somebody forestalled, inhibition, silences, times in which the route is mute.
 */
export function decideDelivery(
  due: DueDelivery,
  { silences, inhibitRules, openIncidents }: DeliverySurroundings,
  nowMs: number,
): DeliveryDecision {
  if (due.status === 'resolved') {
    return due.toldSeverity === null && !due.mayHaveArrived
      ? { kind: 'skip', reason: 'it was over before this receiver was told' }
      : { kind: 'send', reason: 'what was told is told when it is over' };
  }
  if (due.unlessAcknowledged && due.toldSeverity === null && due.status === 'acknowledged') {
    return { kind: 'skip', reason: 'it was acknowledged before this step' };
  }
  const inhibitor = findInhibitor(due, inhibitRules, openIncidents);
  if (inhibitor !== undefined) {
    return { kind: 'wait', reason: `inhibited by INC-${inhibitor.number}`, untilMs: nowMs + lookAgainMs };
  }
  const silence = findSilence(due.labels, silences, nowMs);
  if (silence !== undefined) {
    return {
      kind: 'wait',
      reason: `silenced by ${silence.author} (${silence.silenceId})`,
      untilMs: silence.endsAtMs,
    };
  }
  const audibleMs = endOfIntervals(due.muteTimes, nowMs);
  if (audibleMs > nowMs)
    return { kind: 'wait', reason: 'the route is mute at this time', untilMs: audibleMs };
  return { kind: 'send', reason: due.toldSeverity === null ? 'first message' : 'there is something new' };
}

/** The silence of those that hold now which ends last. */
function findSilence(labels: Labels, silences: readonly Silence[], nowMs: number): Silence | undefined {
  return silences
    .filter(({ startsAtMs, endsAtMs }) => startsAtMs <= nowMs && nowMs < endsAtMs)
    .filter(({ matchers }) => matchesAll(matchers, labels))
    .reduce<Silence | undefined>(
      (last, one) => (last === undefined || one.endsAtMs > last.endsAtMs ? one : last),
      undefined,
    );
}

/**
 * The open incident that keeps another one still: https://prometheus.io/docs/alerting/latest/configuration/#inhibit_rule.
 * What matches both sides of a rule does not inhibit itself.
 */
function findInhibitor(
  { incidentId, labels }: DueDelivery,
  rules: readonly InhibitRule[],
  openIncidents: readonly OpenIncident[],
): OpenIncident | undefined {
  const applying = rules.filter((rule) => matchesAll(rule.target_matchers, labels));
  return openIncidents.find((other) =>
    applying.some(
      (rule) =>
        other.incidentId !== incidentId &&
        matchesAll(rule.source_matchers, other.labels) &&
        !(matchesAll(rule.source_matchers, labels) && matchesAll(rule.target_matchers, other.labels)) &&
        rule.equal.every((label) => (other.labels[label] ?? '') === (labels[label] ?? '')),
    ),
  );
}
