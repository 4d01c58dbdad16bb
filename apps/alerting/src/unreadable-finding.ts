import { type CoverageFinding, coverageFingerprint } from '#contracts';
import { deterministicUuid } from '#kernel';

/** Where a record stands. */
export interface RecordPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/**
 * The finding that states that a record of the findings topic is none: what it was to say must not be dropped with a line
 * of a log. Its id follows from its place, so that it is one however often it is read.
 */
export function unreadableFinding({ topic, partition, offset }: RecordPlace, nowMs: number): CoverageFinding {
  return {
    kind: 'coverage',
    findingId: deterministicUuid('unreadable-finding', topic, String(partition), String(offset)),
    fingerprint: coverageFingerprint(topic, 'unreadable-finding'),
    occurredAtMs: nowMs,
    cause: 'unreadable-finding',
    evidenceIds: [],
    tenant: 'default',
    severity: 'high',
    title: 'A finding cannot be read',
    reason:
      `Offset ${offset} of partition ${partition} of ${topic} holds no finding that this alerting knows, and nobody is ` +
      'told of what it says. Most likely the analyzer is newer than alerting. Look at the newest findings in the ' +
      'console: the analyzer keeps its own.',
    topic,
  };
}
