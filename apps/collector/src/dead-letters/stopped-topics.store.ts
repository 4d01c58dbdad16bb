import { type CoverageFinding, coverageFingerprint } from '#contracts';
import { type Database, insertFindings } from '#database';
import { deterministicUuid } from '#kernel';

/** Why a topic was stopped. */
export interface StopReason {
  readonly deadLetters: number;
  readonly messages: number;
  /** The codes of its dead letters, the most frequent first; ours, not the producer's. */
  readonly codes: readonly string[];
}

/** Source topics that are not read, since most of what comes is bad; `tunewarden resume` takes them out again. */
export class StoppedTopicsStore {
  constructor(private readonly database: Database) {}

  async list(): Promise<ReadonlySet<string>> {
    const rows = await this.database.rows<{ topic: string }>('SELECT topic FROM stopped_topics');
    return new Set(rows.map(({ topic }) => topic));
  }

  /** Stops a topic for every collector and raises a finding; one that is stopped already stays as it is. */
  async stop(topic: string, reason: StopReason): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [row] = await tx.rows<{ stopped_at: Date }>(
        `INSERT INTO stopped_topics (topic, dead_letters, messages) VALUES ($1, $2, $3)
         ON CONFLICT (topic) DO NOTHING RETURNING stopped_at`,
        [topic, reason.deadLetters, reason.messages],
      );
      if (row !== undefined) await insertFindings(tx, [stopFinding(topic, reason, row.stopped_at)]);
    });
  }
}

function stopFinding(topic: string, reason: StopReason, stoppedAt: Date): CoverageFinding {
  const { deadLetters, messages, codes } = reason;
  return {
    kind: 'coverage',
    findingId: deterministicUuid('finding', 'dead-letters', topic, stoppedAt.toISOString()),
    tenant: 'default',
    severity: 'high',
    fingerprint: coverageFingerprint(topic, 'dead-letters'),
    title: `Topic ${topic} is not read any more`.slice(0, 120),
    reason:
      `${deadLetters} of its last ${messages} messages could not be read (${codes.slice(0, 3).join(', ')}), more ` +
      `than 10 % of 1,000: its producer is broken. Nothing of it is watched until "tunewarden resume ${topic}".`,
    occurredAtMs: stoppedAt.getTime(),
    cause: 'dead-letters',
    topic,
    evidenceIds: [],
  };
}
