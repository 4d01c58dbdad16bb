import type { IncidentStatus, Outcome, Severity } from '#contracts';

/** What people found an incident to be, from one list, when they close it. */
export const verdicts = [
  'true-positive-impact',
  'true-positive-blocked',
  'benign-positive',
  'false-positive',
  'duplicate',
  'unknown',
] as const;
export type Verdict = (typeof verdicts)[number];

/** An incident as far as findings, people and recovery move it. */
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
  readonly acknowledgedAtMs: number | null;
  readonly resolvedAtMs: number | null;
  readonly assignee: string | null;
  readonly verdict: Verdict | null;
  /** The incident that this one was found to be a part of; its findings go there. */
  readonly mergedInto: string | null;
}
