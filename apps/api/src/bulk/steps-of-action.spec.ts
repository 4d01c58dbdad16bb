import { describe, expect, it } from '@jest/globals';
import type { BulkAction } from './bulk-job.schema.js';
import { type Before, stepsOf, undoStepsOf } from './steps-of-action.js';

const open: Before = { status: 'open', assignee: null };
const theirs: Before = { status: 'acknowledged', assignee: 'mia' };
const close: BulkAction = { kind: 'close', verdict: 'false-positive', note: 'a test' };

describe('an action on many incidents', () => {
  it('closes with the verdict and the note', () => {
    expect(stepsOf(close)).toEqual([{ kind: 'resolve', verdict: 'false-positive', note: 'a test' }]);
  });

  it.each<[string, BulkAction, Before, string]>([
    ['an acknowledged one is open and nobody’s', { kind: 'acknowledge' }, open, 'unacknowledge, assign null'],
    ['one that was theirs stays acknowledged', { kind: 'acknowledge' }, theirs, 'assign mia'],
    ['an assigned one is whose it was', { kind: 'assign', assignee: 'bo' }, theirs, 'assign mia'],
    ['a closed one is open', close, open, 'reopen, assign null'],
    ['a closed one is acknowledged', close, theirs, 'reopen, acknowledge, assign mia'],
    ['a merged one stands alone', { kind: 'merge', into: 'INC-1' }, open, 'unmerge'],
    [
      'a reopened one is closed',
      { kind: 'reopen' },
      { status: 'resolved', assignee: null },
      'resolve unknown',
    ],
  ])('is taken back: %s', (_what, action, before, wanted) => {
    const steps = undoStepsOf(action, before).map((step) => {
      if (step.kind === 'assign') return `assign ${step.assignee ?? 'null'}`;
      return step.kind === 'resolve' ? `resolve ${step.verdict ?? ''}` : step.kind;
    });
    expect(steps.join(', ')).toBe(wanted);
  });
});
