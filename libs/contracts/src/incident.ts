import { z } from 'zod';

export const incidentStatusSchema = z.enum(['open', 'acknowledged', 'resolved']);
export type IncidentStatus = z.infer<typeof incidentStatusSchema>;

export const channelSchema = z.enum(['slack', 'pagerduty', 'webhook']);
export type Channel = z.infer<typeof channelSchema>;

/** `pending`: due now or later; `delivered`: the provider accepted the newest revision; `failed`: given up, visibly. */
export const notificationStateSchema = z.enum(['pending', 'delivered', 'failed']);
export type NotificationState = z.infer<typeof notificationStateSchema>;

/** `started` without an end means the process died in the middle: the provider may have it. */
export const attemptOutcomeSchema = z.enum(['started', 'accepted', 'retry', 'failed']);
export type AttemptOutcome = z.infer<typeof attemptOutcomeSchema>;
