import { z } from 'zod';
import type { Outcome, Severity } from './signal.js';

export const incidentStatusSchema = z.enum(['open', 'acknowledged', 'resolved']);
export type IncidentStatus = z.infer<typeof incidentStatusSchema>;

export const channelSchema = z.enum(['slack', 'pagerduty', 'webhook']);
export type Channel = z.infer<typeof channelSchema>;

/**
 * `pending`: due now or later; `delivered`: the provider accepted the newest revision; `failed`: given up, visibly;
 * `skipped`: not wanted any more, e.g. an escalation that somebody forestalled.
 */
export const notificationStateSchema = z.enum(['pending', 'delivered', 'failed', 'skipped']);
export type NotificationState = z.infer<typeof notificationStateSchema>;

/** `started` without an end means the process died in the middle: the provider may have it. */
export const attemptOutcomeSchema = z.enum(['started', 'accepted', 'retry', 'failed']);
export type AttemptOutcome = z.infer<typeof attemptOutcomeSchema>;

/** What people found an incident to be, from one list, when they close it. */
export const verdictOfPersonSchema = z.enum([
  'true-positive-impact',
  'true-positive-blocked',
  'benign-positive',
  'false-positive',
  'duplicate',
  'unknown',
]);
export type VerdictOfPerson = z.infer<typeof verdictOfPersonSchema>;

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
  readonly verdict: VerdictOfPerson | null;
  /** The incident that this one was found to be a part of; its findings go there. */
  readonly mergedInto: string | null;
}

/** What is known of an incident by name: tenant, model, version, kind, family, severity, outcome. */
export type Labels = Readonly<Record<string, string>>;
