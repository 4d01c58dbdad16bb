import { describe, expect, it } from '@jest/globals';
import type { AttackFinding, Severity } from '#contracts';
import { type IncidentState, decideIncident, reopenWindowMs } from './decide-incident.js';

const now = 1_760_000_000_000;

function finding(severity: Severity, occurredAtMs = now): AttackFinding {
  return {
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
}

function incident(status: IncidentState['status'], more: Partial<IncidentState> = {}): IncidentState {
  const { state } = decideIncident(undefined, finding('medium'), now);
  return { ...state, status, resolvedAtMs: status === 'resolved' ? now : null, ...more };
}

describe('the transition table', () => {
  const longAgo = now - reopenWindowMs - 1;
  it.each([
    ['none', undefined, 'medium', 'open', 'open', true],
    ['open', incident('open'), 'medium', 'join', 'open', false],
    ['open', incident('open'), 'critical', 'join', 'open', true],
    ['open', incident('open'), 'low', 'join', 'open', false],
    ['acknowledged', incident('acknowledged'), 'medium', 'join', 'acknowledged', false],
    ['acknowledged', incident('acknowledged'), 'high', 'join', 'acknowledged', true],
    ['just resolved', incident('resolved'), 'low', 'reopen', 'open', true],
    ['long resolved', incident('resolved', { resolvedAtMs: longAgo }), 'low', 'open', 'open', true],
  ] as const)('%s, a finding of severity %3$s', (_status, current, severity, ...wanted) => {
    const { change, state, isNews } = decideIncident(current, finding(severity), now);
    expect([change, state.status, isNews]).toEqual(wanted);
  });

  it('lets the most severe finding speak and never lowers the severity', () => {
    const raised = decideIncident(incident('open'), finding('critical'), now).state;
    const after = decideIncident(raised, finding('low'), now).state;
    expect(after).toMatchObject({ severity: 'critical', title: 'a critical attack', findingCount: 3 });
  });

  it('stretches from the first to the last event, in whatever order findings come', () => {
    const late = decideIncident(incident('open'), finding('low', now - 5_000), now).state;
    expect([late.firstSeenMs, late.lastSeenMs]).toEqual([now - 5_000, now]);
  });
});
