import type { Status, Trouble } from './status.schema.js';

type Measured = Omit<Status, 'degraded' | 'at'>;
/** True where something is, with what there is to say of it. */
type Check = (measured: Measured, nowMs: number) => Trouble | readonly Trouble[] | undefined;

const minute = 60_000;
const hour = 60 * minute;
const relayLateMs = minute;
const deliveryLateMs = 2 * minute;
const silentMs = 15 * minute;
const maintenanceLateMs = 2 * hour;
const manyDeadLetters = 100;

const checks: readonly Check[] = [
  ({ canaries: { ofHour, foundOfHour } }) =>
    foundOfHour < ofHour
      ? {
          what: `Not found: ${counted(ofHour - foundOfHour, 'known attack')} of the last hour`,
          since: null,
          means: 'Detection fails for their families, or what is logged does not come all the way.',
          advice:
            'See the incident of kind coverage for the families; then the logs of collector and analyzer.',
        }
      : undefined,
  ({ ingest }) =>
    ingest.stoppedTopics.length > 0
      ? {
          what: `Not read: ${ingest.stoppedTopics.join(', ')}`,
          since: null,
          means: 'Nothing in these topics is watched.',
          advice: 'See Ingest for the cause; "tunewarden resume <topic>" goes on once it is mended.',
        }
      : undefined,
  ({ ingest }, nowMs) =>
    isOlder(ingest.lastInteractionAt, nowMs, silentMs)
      ? {
          what: 'No interaction has come in for a while',
          since: ingest.lastInteractionAt,
          means: 'Either nobody uses the models, or nothing of it is logged or read.',
          advice:
            'Look whether producers still write to the source topics and whether a collector and an analyzer run.',
        }
      : undefined,
  ({ ingest }) =>
    ingest.deadLettersOfHour >= manyDeadLetters
      ? {
          what: `Not taken: ${counted(ingest.deadLettersOfHour, 'message')} of the last hour`,
          since: null,
          means: 'What they hold is not watched.',
          advice: 'See Ingest: one cause a line, with how to send them again.',
        }
      : undefined,
  ({ findings }, nowMs) =>
    isOlder(findings.oldestWaitingAt, nowMs, relayLateMs)
      ? {
          what: `Not told to alerting: ${counted(findings.waiting, 'finding')}`,
          since: findings.oldestWaitingAt,
          means: 'Incidents open late, and nobody is told of them.',
          advice: 'Look at the logs of the analyzer: it relays findings to Kafka.',
        }
      : undefined,
  ({ deliveries }, nowMs) =>
    isOlder(deliveries.oldestDueAt, nowMs, deliveryLateMs)
      ? {
          what: `Late: ${counted(deliveries.pending, 'message')} to be delivered`,
          since: deliveries.oldestDueAt,
          means: 'People are told late.',
          advice:
            'Open an incident with a waiting delivery: its attempts say what Slack or PagerDuty answered.',
        }
      : undefined,
  ({ deliveries }) =>
    deliveries.refusals.map(({ receiver, channel, reason, messages, isGivenUp, since }) => ({
      what: `${receiver} cannot be told over ${channel}: ${reason}`,
      since,
      means: isGivenUp
        ? `${messages} messages were given up; where it has a fallback, that one was told instead.`
        : `${messages} messages are tried again and again, for 24 hours each.`,
      advice: 'Mend what the reason names, then test the receiver: Settings, Receivers.',
    })),
  ({ deliveries }) =>
    deliveries.failedOfDay > 0
      ? {
          what: `Given up: ${counted(deliveries.failedOfDay, 'message')} of the last day`,
          since: null,
          means: 'Nobody was told by them.',
          advice: 'Filter incidents by delivery: failed; each says why.',
        }
      : undefined,
  ({ database }, nowMs) =>
    isOlder(database.lastMaintenanceAt, nowMs, maintenanceLateMs) || database.maintenanceFailedAt !== null
      ? {
          what: 'The storage job does not finish',
          since: database.maintenanceFailedAt ?? database.lastMaintenanceAt,
          means: 'Texts that are due to go stay, and the database grows.',
          advice: 'Look at the logs of the analyzer; storage_jobs.error has the last reason.',
        }
      : undefined,
];

/** What is not as it should be, of what was measured at `nowMs`; empty where all is well. */
export function findTroubles(measured: Measured, nowMs: number): readonly Trouble[] {
  return checks.flatMap((check) => check(measured, nowMs) ?? []);
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function isOlder(at: string | null, nowMs: number, ageMs: number): boolean {
  return at !== null && nowMs - Date.parse(at) > ageMs;
}
