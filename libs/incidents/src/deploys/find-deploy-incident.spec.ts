import { describe, expect, it } from '@jest/globals';
import type { PlannedNotification } from '../routing/plan-notifications.js';
import { type ModelChange, findDeployIncident, hearsOfWhole } from './find-deploy-incident.js';

const minute = 60_000;
const deployed = 1_760_000_000_000;

/** Times in minutes after the deploy. */
const change = (
  modelId: string,
  deployedAt: number | null,
  changeAt: number,
  foundAt: number,
): ModelChange => ({
  modelId,
  deployedAtMs: deployedAt === null ? null : deployed + deployedAt * minute,
  changeAtMs: deployed + changeAt * minute,
  foundAtMs: deployed + foundAt * minute,
});
const claims = change('claims', 0, 0, 40);

describe('a change of triage, found an hour after claims changed with its deploy,', () => {
  it.each([
    ['is a part of that: both went live together', change('triage', 0, 0, 60), true],
    ['is a part of that: its version came ten minutes later', change('triage', 10, 10, 60), true],
    ['stands by itself: its version came eleven minutes later', change('triage', 11, 11, 60), false],
    ['stands by itself: it is the first version of triage', change('triage', null, 0, 60), false],
    ['is a part of that: it began within ten minutes', change('triage', 0, 10, 60), true],
    ['stands by itself: it began later', change('triage', 0, 11, 60), false],
    ['is a part of that: it began within a tenth of the delay', change('triage', 0, 30, 300), true],
    ['stands by itself: it was there before the deploy', change('triage', 0, -11, 60), false],
  ])('%s', (_what, triage, isPart) => {
    expect(findDeployIncident(triage, [claims])).toBe(isPart ? claims : undefined);
  });

  it.each([
    ['nothing else changed', []],
    ['what changed is the same model', [change('triage', 0, 0, 40)]],
    ['what changed did so later than its deploy', [change('claims', 0, 20, 40)]],
    ['what changed is a first version', [change('claims', null, 0, 40)]],
  ])('stands by itself: %s', (_what, unresolved) => {
    expect(findDeployIncident(change('triage', 0, 0, 60), unresolved)).toBeUndefined();
  });

  it('is a part of the oldest one', () => {
    const older = [change('triage', 0, 0, 10), change('billing', 5, 5, 20), claims];
    expect(findDeployIncident(change('triage', 0, 0, 60), older)).toBe(older[1]);
  });
});

describe('who is told of a part', () => {
  const owed = (receiver: string, unlessAcknowledged = false): PlannedNotification => ({
    ...{ receiver, channel: 'slack', route: 'route', dueAtMs: 0, unlessAcknowledged, opens: true },
  });
  it.each([
    ['by the same receiver', [owed('soc')], [owed('soc'), owed('lead')], true],
    ['by one that the whole does not reach', [owed('triage-team')], [owed('soc')], false],
    ['by one that the whole reaches only if nobody acknowledges', [owed('soc')], [owed('soc', true)], false],
    ['later than of the whole', [owed('soc', true)], [owed('soc')], true],
    ['over another channel', [{ ...owed('soc'), channel: 'pagerduty' as const }], [owed('soc')], false],
    ['by nobody', [], [owed('soc')], true],
  ])('%s', (_what, part, whole, hears) => {
    expect(hearsOfWhole(part, whole)).toBe(hears);
  });
});
