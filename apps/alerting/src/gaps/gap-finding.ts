import { type CoverageFinding, coverageFingerprint, modelCoverageFingerprint } from '#contracts';
import type { Gap } from '#incidents';
import { deterministicUuid } from '#kernel';

/** The finding that states a gap. Its id follows from the gap and its minute: replicas state it once. */
export function gapFinding(gap: Gap, nowMs: number): CoverageFinding {
  const fingerprint = gapFingerprint(gap);
  const minute = String(Math.floor(nowMs / 60_000));
  return {
    kind: 'coverage',
    findingId: deterministicUuid('finding', fingerprint, minute),
    fingerprint,
    occurredAtMs: nowMs,
    cause: gap.cause,
    evidenceIds: [],
    ...(gap.cause === 'lag' ? lagWords(gap) : silenceWords(gap)),
  };
}

/** What findings about one gap share. */
export function gapFingerprint(gap: Gap): string {
  if (gap.cause === 'lag') return coverageFingerprint(gap.topic, gap.cause);
  const { tenant, modelId: id, version } = gap.model;
  return modelCoverageFingerprint({ tenant, id, version }, gap.cause);
}

type Words = Pick<CoverageFinding, 'tenant' | 'severity' | 'title' | 'reason' | 'topic' | 'model'>;

function lagWords({ topic, partition, behindMs }: Extract<Gap, { cause: 'lag' }>): Words {
  return {
    tenant: 'default',
    severity: 'high',
    title: 'The analyzer is behind',
    reason:
      `Partition ${partition} is analysed up to ${inWords(behindMs)} ago; more than a minute is a gap. What came ` +
      'since is not watched yet: it is read later, and alerts about it will be late.',
    topic,
  };
}

function silenceWords({ model, silentMs }: Extract<Gap, { cause: 'no-traffic' }>): Words {
  const { tenant, modelKey: key, modelId: id, version, longestPauseMs } = model;
  return {
    tenant,
    severity: 'medium',
    title: 'A model has no traffic',
    reason:
      `Nothing was logged for ${inWords(silentMs)}; its longest pause of the last 7 days was ` +
      `${inWords(longestPauseMs)}. Either it is not used, or its log does not arrive and nothing of it is watched.`,
    topic: '',
    model: { key, id, version },
  };
}

function inWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return `${Math.floor(ms / 1_000)} s`;
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}
