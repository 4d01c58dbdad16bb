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
  readonly notification_id: string;
  readonly receiver: string;
  readonly channel: 'slack' | 'pagerduty';
}

/**
 * What the ledger, the database and the providers' own view of it add up to. A message counts as told where Slack or
 * PagerDuty shows it, whatever our tables say. Prints the four numbers.
 */
export async function judge(
  pipeline: Pipeline,
  ledger: Ledger,
  { sandboxUrl, label }: { readonly sandboxUrl: string; readonly label: string },
): Promise<Verdict> {
  const state = await sandboxState(sandboxUrl);
  const owed = await pipeline.database.rows<OwedRow>(
    `SELECT incident_id, family, notification_id, receiver, channel
     FROM incidents JOIN notifications USING (incident_id)`,
  );
  const verdict = {
    LOST: await lostFindings(pipeline, ledger),
    MISSED: missed(ledger, owed, state),
    EXTRA: [...(await unplanted(pipeline, ledger)), ...aboutNothing(owed, state)],
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
  const posted = new Set(slack.map(({ body }) => body.metadata?.event_payload?.delivery_id));
  const paged = new Set(pagerduty.map(({ dedupKey }) => dedupKey));
  const isShown = (row: OwedRow): boolean =>
    row.channel === 'slack' ? posted.has(row.notification_id) : paged.has(row.incident_id);
  return [...mustHear].flatMap(([family, receivers]) =>
    receivers.filter((receiver) => {
      const rows = owed.filter((row) => row.family === family && row.receiver === receiver);
      return rows.length === 0 || !rows.every(isShown);
    }),
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

function aboutNothing(owed: readonly OwedRow[], { slack, pagerduty }: SandboxState): string[] {
  const deliveries = new Set(owed.map((row) => row.notification_id));
  const incidents = new Set(owed.map((row) => row.incident_id));
  return [
    ...slack
      // A reply is named after the message that it is about.
      .map(({ body }) => body.metadata?.event_payload?.delivery_id?.split('/')[0] ?? 'without metadata')
      .filter((id) => !deliveries.has(id)),
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
