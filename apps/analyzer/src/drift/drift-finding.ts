import { type DriftFinding, driftFingerprint } from '#contracts';
import { type DriftAlarm, versionAlpha } from '#drift';
import { deterministicUuid } from '#kernel';
import type { ClaimedModel } from './drift.store.js';

/** The finding that an alarm is. Folding the same minutes again gives the same id. */
export function driftFinding(alarm: DriftAlarm, model: ClaimedModel, traceparent: string): DriftFinding {
  const { tenant, modelKey, modelId: id, version } = model;
  return {
    kind: 'drift',
    findingId: deterministicUuid(
      alarm.against === undefined ? 'drift' : 'version',
      modelKey,
      alarm.feature,
      alarm.score,
      alarm.atMs,
    ),
    tenant,
    model: { key: modelKey, id, version },
    severity: alarm.severity,
    fingerprint: driftFingerprint({ tenant, id, version }, alarm.cause),
    title: alarm.explanation.split(' since ')[0] ?? alarm.explanation,
    reason: `${alarm.explanation}. ${promise(alarm)}`,
    occurredAtMs: alarm.changeAtMs,
    traceparent,
    feature: alarm.feature,
    direction: alarm.direction,
    score: alarm.score,
    ...(alarm.against && { against: alarm.against.predecessor }),
    changeAtMs: alarm.changeAtMs,
    baseline: alarm.baseline,
    current: alarm.current,
    effectLow: alarm.effectLow,
    arlMinutes: alarm.arlMinutes,
    evidenceIds: [],
  };
}

/** How sure it is, as a promise that holds for all models. */
function promise({ against, arlMinutes }: DriftAlarm): string {
  return against === undefined
    ? `The test raises at most one false alarm per model in ${arlMinutes / 1_440} days on average.`
    : `The test raises a false alarm at no more than ${versionAlpha * 100} % of new versions.`;
}
