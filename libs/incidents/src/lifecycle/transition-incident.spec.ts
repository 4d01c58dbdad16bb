import type { AttackFinding, IncidentState, Severity } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import type { IncidentEvent } from './incident-event.js';
import { type Transition, reopenWindowMs } from './moves.js';
import { possibleEvents, transitionIncident } from './transition-incident.js';

const now = 1_760_000_000_000;

function finding(severity: Severity, occurredAtMs = now): Extract<IncidentEvent, { kind: 'finding' }> {
  const found: AttackFinding = {
    kind: 'attack',
    findingId: '00000000-0000-8000-8000-000000000000',
    tenant: 'default',
    model: { key: 1, id: 'm', version: '1' },
    severity,
    fingerprint: 'f',
    title: `a ${severity} attack`,
    reason: 'because',
    occurredAtMs,
    family: 'instruction-override',
    outcome: 'complied',
    evidenceIds: [],
  };
  return { kind: 'finding', finding: found };
}

function take(state: IncidentState | undefined, event: IncidentEvent, nowMs = now): Transition {
  const result = transitionIncident(state, event, nowMs);
  if (!result.ok) throw new TypeError(result.error);
  return result.value;
}

function incident(status: IncidentState['status'], more: Partial<IncidentState> = {}): IncidentState {
  const { state } = take(undefined, finding('medium'));
  return { ...state, status, resolvedAtMs: status === 'resolved' ? now : null, ...more };
}

const longAgo = now - reopenWindowMs - 1;
const acknowledge = { kind: 'acknowledge', who: 'ada' } as const;
const close = { kind: 'resolve', who: 'ada', verdict: 'false-positive', note: 'a test' } as const;
const merge = { kind: 'merge', who: 'ada', into: { incidentId: 'other', number: '7' } } as const;
const unmerge = { kind: 'unmerge', who: 'ada' } as const;
const absorb = { kind: 'absorb', who: 'ada', number: '8', part: incident('open') } as const;
const note = { kind: 'note', who: 'ada', note: 'looks like the red team' } as const;
const recover = { kind: 'recover', why: 'the drift is over' } as const;
const reopen = { kind: 'reopen', who: 'ada' } as const;
const verdict = { kind: 'change-verdict', who: 'ada', verdict: 'unknown', note: '' } as const;
const lower = { kind: 'lower-severity', who: 'ada', severity: 'low' } as const;

describe('the transition table', () => {
  it.each([
    ['none', undefined, finding('medium'), 'opened', 'open', true],
    ['open', incident('open'), finding('medium'), 'joined', 'open', false],
    ['open', incident('open'), finding('critical'), 'severity-raised', 'open', true],
    ['open', incident('open'), finding('low'), 'joined', 'open', false],
    ['acknowledged', incident('acknowledged'), finding('medium'), 'joined', 'acknowledged', false],
    ['acknowledged', incident('acknowledged'), finding('high'), 'severity-raised', 'acknowledged', true],
    ['just resolved', incident('resolved'), finding('low'), 'reopened', 'open', true],
    [
      'long resolved',
      incident('resolved', { resolvedAtMs: longAgo }),
      finding('low'),
      'opened',
      'open',
      true,
    ],
    ['open', incident('open'), acknowledge, 'acknowledged', 'acknowledged', false],
    [
      'acknowledged',
      incident('acknowledged'),
      { kind: 'unacknowledge', who: 'ada' },
      'unacknowledged',
      'open',
      true,
    ],
    ['open', incident('open'), { kind: 'assign', who: 'ada', assignee: 'bob' }, 'assigned', 'open', false],
    ['open', incident('open'), lower, 'severity-lowered', 'open', false],
    ['open', incident('open'), close, 'resolved', 'resolved', true],
    ['acknowledged', incident('acknowledged'), close, 'resolved', 'resolved', true],
    ['open', incident('open'), recover, 'recovered', 'resolved', true],
    ['resolved', incident('resolved'), reopen, 'reopened', 'open', true],
    ['resolved', incident('resolved'), verdict, 'verdict-changed', 'resolved', false],
    ['open', incident('open'), merge, 'merged', 'resolved', true],
    ['merged', incident('resolved', { mergedInto: 'other' }), unmerge, 'unmerged', 'open', true],
    ['open', incident('open'), absorb, 'absorbed', 'open', false],
    [
      'open, less severe than its part',
      incident('open', { severity: 'low' }),
      absorb,
      'severity-raised',
      'open',
      true,
    ],
    ['resolved', incident('resolved'), { ...absorb, kind: 'release' }, 'released', 'resolved', false],
    ['open', incident('open'), note, 'noted', 'open', false],
    ['merged', incident('resolved', { mergedInto: 'other' }), note, 'noted', 'resolved', false],
  ] as const)('%s, %#: %4$s', (_standing, current, event, ...wanted) => {
    const { change, state, isNews } = take(current, event);
    expect([change, state.status, isNews]).toEqual(wanted);
  });

  it.each([
    ['nothing to acknowledge', undefined, acknowledge],
    ['acknowledged twice', incident('acknowledged'), acknowledge],
    ['closed twice', incident('resolved'), close],
    ['recovered after it was closed', incident('resolved'), recover],
    ['a verdict on what is open', incident('open'), verdict],
    ['opened while open', incident('open'), reopen],
    ['merged after it was closed', incident('resolved'), merge],
    ['a part of what is resolved', incident('resolved'), absorb],
    ['un-merged though never merged', incident('resolved'), unmerge],
    [
      'a finding for a merged one: it belongs to the other',
      incident('resolved', { mergedInto: 'x' }),
      finding('low'),
    ],
  ] as const)('refuses: %s', (_what, current, event) => {
    const result = transitionIncident(current, event, now);
    expect(result.ok ? '' : result.error).toMatch(/incident/);
  });

  it('says what is possible', () => {
    expect(possibleEvents(incident('resolved'))).toEqual([
      'finding',
      'reopen',
      'change-verdict',
      'release',
      'note',
    ]);
  });
});

describe('an incident', () => {
  it('is spoken for by its most severe finding, and findings never lower its severity', () => {
    const raised = take(incident('open'), finding('critical')).state;
    const after = take(raised, finding('low')).state;
    expect(after).toMatchObject({ severity: 'critical', title: 'a critical attack', findingCount: 3 });
  });

  it('stretches from the first to the last event, in whatever order findings come', () => {
    const late = take(incident('open'), finding('low', now - 5_000)).state;
    expect([late.firstSeenMs, late.lastSeenMs]).toEqual([now - 5_000, now]);
  });

  it('belongs to who acknowledged it, unless it was given to somebody', () => {
    expect(take(incident('open'), acknowledge).state.assignee).toBe('ada');
    expect(take(incident('open', { assignee: 'bob' }), acknowledge).state.assignee).toBe('bob');
  });

  it('has what its parts have, and only while they are its parts', () => {
    const part = { ...incident('open', { severity: 'critical', findingCount: 5 }), firstSeenMs: now - 9 };
    const whole = take(incident('open'), { ...absorb, part }).state;
    expect(whole).toMatchObject({ severity: 'critical', findingCount: 6, firstSeenMs: now - 9 });
    const after = take(whole, { ...absorb, kind: 'release', part }).state;
    expect(after).toMatchObject({ severity: 'critical', findingCount: 1 });
  });

  it('loses its verdict when it comes back', () => {
    const closed = take(incident('open'), close).state;
    expect(closed.verdict).toBe('false-positive');
    expect(take(closed, finding('low')).state.verdict).toBeNull();
    expect(take(closed, reopen).state.verdict).toBeNull();
  });
});
