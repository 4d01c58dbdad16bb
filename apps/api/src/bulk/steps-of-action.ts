import type { IncidentStatus } from '#contracts';
import type { Action } from '../incidents/incident-actions.service.js';
import type { BulkAction } from './bulk-job.schema.js';

/** An incident before an action. */
export interface Before {
  readonly status: IncidentStatus;
  readonly assignee: string | null;
}

/** One thing to do with an incident. */
export type Step = Action | { readonly kind: 'merge'; readonly into: string } | { readonly kind: 'unmerge' };

/** What an action does with one incident. */
export function stepsOf(action: BulkAction): readonly Step[] {
  return action.kind === 'close'
    ? [{ kind: 'resolve', verdict: action.verdict, note: action.note }]
    : [action];
}

/** What takes an action back, so that the incident is what it was before; a reopened one gets no verdict again. */
export function undoStepsOf(action: BulkAction, { status, assignee }: Before): readonly Step[] {
  switch (action.kind) {
    case 'acknowledge':
      return [
        ...(status === 'open' ? [{ kind: 'unacknowledge' } as const] : []),
        { kind: 'assign', assignee },
      ];
    case 'assign':
      return [{ kind: 'assign', assignee }];
    case 'close':
      return [
        { kind: 'reopen' },
        ...(status === 'acknowledged' ? [{ kind: 'acknowledge' } as const] : []),
        { kind: 'assign', assignee },
      ];
    case 'reopen':
      return [{ kind: 'resolve', verdict: 'unknown', note: 'Closed again: opening it was undone.' }];
    case 'merge':
      return [{ kind: 'unmerge' }];
  }
}
