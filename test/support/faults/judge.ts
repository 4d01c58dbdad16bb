import type { Pipeline } from '../run-pipeline.js';
import type { Ledger } from './planted-findings.js';
import { type SandboxState, sandboxState } from './sandbox-state.js';

/** What is wrong, by name; all empty where nothing is. */
export interface Verdict {
  /** Findings that Kafka acknowledged and no incident holds. */
  readonly LOST: readonly string[];
  /** Families whose receivers have no message, or no incident of PagerDuty. */
  readonly MISSED: readonly string[];
  /** Incidents that nobody planted, and messages about none. */
  readonly EXTRA: readonly string[];
  /** Deliveries that stand twice in Slack, and keys that opened two incidents in PagerDuty. */
  readonly DUP: readonly string[];
}

export const nothingWrong: Verdict = { LOST: [], MISSED: [], EXTRA: [], DUP: [] };

interface OwedRow {
  readonly incident_id: string;
  readonly family: string;
  readonly number: string;
  readonly notification_id: string;
  /** The message that told of it; null where it has one of its own. */
  readonly digest_id: string | null;
  readonly receiver: string;
  readonly channel: 'slack' | 'pagerduty';
}

/**
 * What the ledger, the database and the providers' own view of it add up to. A message counts as told where Slack or
 * PagerDuty shows it, by itself or by its number in a digest, whatever our tables say. Prints the four numbers.
 */
export async function judge(
  pipeline: Pipeline,
  ledger: Ledger,
  { sandboxUrl, label }: { readonly sandboxUrl: string; readonly label: string },
): Promise<Verdict> {
  const state = await sandboxState(sandboxUrl);
  const owed = await pipeline.database.rows<OwedRow>(
    `SELECT incident_id, number, family, notification_id, digest_id, receiver, channel
     FROM incidents JOIN notifications USING (incident_id)`,
  );
  const digests = await pipeline.database.rows<{ notification_id: string }>(
    'SELECT notification_id FROM notifications WHERE incident_id IS NULL',
  );
  const deliveries = [...owed, ...digests].map((row) => row.notification_id);
  const verdict = {
    LOST: await lostFindings(pipeline, ledger),
    MISSED: missed(ledger, owed, state),
    EXTRA: [...(await unplanted(pipeline, ledger)), ...aboutNothing(owed, deliveries, state)],
    DUP: doubles(state),
  };
  const counts = Object.entries(verdict).map(([name, wrong]) => `${name} ${wrong.length}`);
  process.stdout.write(`oracle: ${label}: ${counts.join(', ')} of ${ledger.acknowledged.length} findings\n`);
  return verdict;
}

async function lostFindings({ database }: Pipeline, { acknowledged }: Ledger): Promise<string[]> {
  const rows = await database.rows<{ finding_id: string }>('SELECT finding_id FROM incident_findings');
  const taken = new Set(rows.map((row) => row.finding_id));
  return acknowledged.map((one) => one.findingId).filter((id) => !taken.has(id));
}

function missed(
  { mustHear }: Ledger,
  owed: readonly OwedRow[],
  { slack, pagerduty }: SandboxState,
): string[] {
  const posted = new Map(slack.map((one) => [one.body.metadata?.event_payload?.delivery_id, one]));
  const paged = new Set(pagerduty.map(({ dedupKey }) => dedupKey));
  const isShown = (row: OwedRow): boolean => {
    if (row.channel === 'pagerduty') return paged.has(row.incident_id);
    if (row.digest_id === null) return posted.has(row.notification_id);
    const digest = posted.get(row.digest_id);
    return digest !== undefined && numbersIn(digest.body).has(Number(row.number));
  };
  return [...mustHear].flatMap(([family, receivers]) =>
    receivers.filter((receiver) => {
      const rows = owed.filter((row) => row.family === family && row.receiver === receiver);
      return rows.length === 0 || !rows.every(isShown);
    }),
  );
}

/** The incidents that a message names: `INC-3 to INC-9, INC-12`. */
function numbersIn(body: object): ReadonlySet<number> {
  const ranges = JSON.stringify(body).matchAll(/INC-(\d+)(?: to INC-(\d+))?/g);
  return new Set(
    [...ranges].flatMap(([, from, to = from]) =>
      Array.from({ length: Number(to) - Number(from) + 1 }, (_, step) => Number(from) + step),
    ),
  );
}

async function unplanted({ database }: Pipeline, { mustHear }: Ledger): Promise<string[]> {
  const rows = await database.rows<{ family: string }>('SELECT family FROM incidents');
  const seen = new Set<string>();
  return rows
    .map(({ family }) => family)
    .filter((family) => {
      const isSecond = seen.has(family);
      seen.add(family);
      return isSecond || !mustHear.has(family);
    });
}

function aboutNothing(
  owed: readonly OwedRow[],
  deliveries: readonly string[],
  { slack, pagerduty }: SandboxState,
): string[] {
  const known = new Set(deliveries);
  const incidents = new Set(owed.map((row) => row.incident_id));
  return [
    ...slack
      // A reply is named after the message that it is about.
      .map(({ body }) => body.metadata?.event_payload?.delivery_id?.split('/')[0] ?? 'without metadata')
      .filter((id) => !known.has(id)),
    ...pagerduty.map(({ dedupKey }) => dedupKey).filter((key) => !incidents.has(key)),
  ];
}

/** A reply in a thread has a name of its own. */
function doubles({ slack, pagerduty }: SandboxState): string[] {
  const ids = slack.map(({ body }) => body.metadata?.event_payload?.delivery_id ?? '');
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index),
    ...pagerduty.filter(({ opened }) => opened > 1).map(({ dedupKey }) => dedupKey),
  ];
}
