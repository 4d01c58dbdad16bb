import { type CoverageFinding, coverageFingerprint } from '#contracts';
import { deterministicUuid } from '#kernel';
import type { FailedCanary } from './canary.store.js';

const causes = {
  missed: {
    cause: 'canaries-missed',
    title: 'Detection misses attacks that it is known to find',
    what: 'went through and were not found: rules, heads or masking were changed for the worse',
  },
  lost: {
    cause: 'canaries-lost',
    title: 'Known attacks do not arrive at detection',
    what: 'did not arrive within three minutes: collector, Kafka or analyzer is behind or broken',
  },
} as const;

/** The findings that failed canaries are: one a minute and cause, which names the families. */
export function canaryFindings(
  failed: readonly FailedCanary[],
  { topic, sent, nowMs }: { readonly topic: string; readonly sent: number; readonly nowMs: number },
): readonly CoverageFinding[] {
  const groups = Object.values(
    Object.groupBy(failed, ({ minute, found }) => `${minute.getTime()} ${String(found)}`),
  );
  return groups.flatMap((group = []) => {
    const [first] = group;
    if (first === undefined) return [];
    const { cause, title, what } = first.found === null ? causes.lost : causes.missed;
    const families = group.map(({ family }) => family.replaceAll('-', ' ')).join(', ');
    return {
      kind: 'coverage',
      findingId: deterministicUuid('finding', cause, first.minute.getTime()),
      tenant: 'default',
      severity: 'high',
      fingerprint: coverageFingerprint(topic, cause),
      title,
      reason: `${group.length} of ${sent} canaries of ${first.minute.toISOString().slice(11, 16)} UTC ${what} (${families}).`,
      occurredAtMs: nowMs,
      cause,
      topic,
      evidenceIds: [],
    };
  });
}
