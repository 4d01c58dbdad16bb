import type { AttemptOutcome, Channel, NotificationState, Severity } from '#contracts';

/** What the ledger knows of one message: who is owed it, what came of it, and what kept it back. */
export interface DeliveryRecord {
  readonly receiver: string;
  readonly channel: Channel;
  readonly state: NotificationState;
  /** The severity that was told last; null: nothing was told. */
  readonly toldSeverity: Severity | null;
  /** Why it is not delivered, where it is not; by which other message, where it was told by one. */
  readonly reason: string | null;
  readonly nextAttemptAt: string | null;
  readonly attempts: readonly {
    readonly outcome: AttemptOutcome;
    readonly statusCode: number | null;
    readonly finishedAt: string | null;
  }[];
}

/** One sentence: whether this receiver was told, when, what the provider answered, and if not, why. */
export function explainDelivery(record: DeliveryRecord): string {
  const { receiver, channel, state, toldSeverity, reason, nextAttemptAt, attempts } = record;
  const whom = `${receiver} over ${channel}`;
  const accepted = attempts.findLast(({ outcome }) => outcome === 'accepted');
  const because = reason === null ? '' : `: ${reason}`;
  if (state === 'delivered') return `${whom} was told${answerOf(accepted)}${because}`;
  if (state === 'skipped') return `${whom} was left out${because}`;
  const before = toldSeverity === null ? 'was told nothing' : `was told before${answerOf(accepted)}`;
  if (state === 'failed') return `${whom} ${before}; given up after ${countOf(attempts.length)}${because}`;
  const again = nextAttemptAt === null ? '' : `, next at ${nextAttemptAt}`;
  return attempts.length === 0 && reason === null
    ? `${whom} is told${nextAttemptAt === null ? '' : ` at ${nextAttemptAt}`}`
    : `${whom} ${before}; it waits after ${countOf(attempts.length)}${again}${because}`;
}

/**
 * One sentence over all messages of an incident: the answer to "why was nobody told". `wholeNumber`: of the incident that
 * it is a part of; null where it stands by itself.
 */
export function explainDeliveries(
  records: readonly DeliveryRecord[],
  wholeNumber: string | null = null,
): string {
  const whole = wholeNumber === null ? '' : `It is a part of INC-${wholeNumber}, which tells of it. `;
  return `${whole}${explainAll(records, whole !== '')}`;
}

function explainAll(records: readonly DeliveryRecord[], isPart: boolean): string {
  if (records.length === 0) {
    return isPart
      ? 'Nobody was told of it by itself'
      : 'Nobody was told: no route leads to a receiver that has a channel';
  }
  const told = records.filter(({ toldSeverity }) => toldSeverity !== null);
  const names = [...new Set(told.map(({ receiver, channel }) => `${receiver} over ${channel}`))];
  const open = records.filter(({ state }) => state !== 'delivered').map(explainDelivery);
  const head = names.length === 0 ? 'Nobody was told' : `Told: ${names.join(', ')}`;
  return [head, ...open].join('. ');
}

function answerOf(attempt: DeliveryRecord['attempts'][number] | undefined): string {
  if (attempt === undefined) return '';
  const code = attempt.statusCode === null ? '' : `, which answered ${attempt.statusCode}`;
  return ` at ${attempt.finishedAt ?? 'an unknown time'}${code}`;
}

function countOf(attempts: number): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}
