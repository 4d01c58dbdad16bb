import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type AttackFinding, attackFingerprint, topicNames } from '#contracts';
import type { Database } from '#database';
import type { Producer } from '#kafka';
import { AppError } from '#kernel';
import { percentile } from './percentile.js';

/** What the bench needs of a running installation; its Slack and PagerDuty are the sandbox. */
export interface AlertingUnderBench {
  readonly producer: Producer;
  readonly database: Database;
  readonly topicPrefix: string;
  readonly sandboxUrl: string;
}

/** How long findings took to Slack's acceptance of the first message about them, and what the lane carried. */
export interface AlertingFigures {
  readonly part: 'idle' | 'storm' | 'rate limited';
  readonly causes: number;
  readonly findings: number;
  /** Causes that one message told of together. */
  readonly inDigest: number;
  readonly latencyMs: { readonly p50: number; readonly p95: number };
  /** Messages and edits that Slack accepted, in a minute of the part. */
  readonly sendsPerMinute: number;
  readonly refused: number;
}

interface Load {
  readonly part: AlertingFigures['part'];
  readonly causes: number;
  readonly findingsPerCause: number;
  /** From one cause to the next; 0: all at once. */
  readonly everyMs: number;
}

const loads: readonly Load[] = [
  // No multiple of any timer of ours: else each finding would meet it in the same phase, and the figure be its phase.
  { part: 'idle', causes: 30, findingsPerCause: 1, everyMs: 2_037 },
  { part: 'storm', causes: 60, findingsPerCause: 20, everyMs: 0 },
  { part: 'rate limited', causes: 40, findingsPerCause: 1, everyMs: 0 },
];
const deadlineMs = 300_000;
/** In the last part Slack says 429 so often, and wants so long a pause. */
const refuseEveryMs = 6_000;
const retryAfterSeconds = 3;

/** Figures of each part, one after another. Throws where a message does not arrive within five minutes. */
export async function* benchAlerting(on: AlertingUnderBench): AsyncGenerator<AlertingFigures> {
  const [model] = await on.database.rows<{ model_key: number }>(
    `INSERT INTO models (tenant, model_id, version, kind) VALUES ('default', $1, '1', 'tuned') RETURNING model_key`,
    [`bench-alerting-${randomBytes(4).toString('hex')}`],
  );
  for (const load of loads) yield await measure(on, load, model?.model_key ?? 0);
}

async function measure(on: AlertingUnderBench, load: Load, modelKey: number): Promise<AlertingFigures> {
  const run = randomBytes(4).toString('hex');
  const families = Array.from({ length: load.causes }, (_, number) => `bench-${run}-${number}`);
  const faults = load.part === 'rate limited' ? refuseNowAndThen(on.sandboxUrl) : undefined;
  const startedAt = Date.now();
  const sentAtMs = await sendFindings(on, { families, load, modelKey });
  const accepted = await untilAccepted(on.database, families);
  clearInterval(faults);
  const latencies = families.map((family, i) => (accepted.get(family)?.atMs ?? NaN) - (sentAtMs[i] ?? NaN));
  latencies.sort((a, b) => a - b);
  const lastMs = Math.max(...[...accepted.values()].map(({ atMs }) => atMs));
  const calls = await slackWrites(on.sandboxUrl, startedAt, lastMs);
  const taken = calls.filter((status) => status === 200).length;
  return {
    part: load.part,
    causes: load.causes,
    findings: load.causes * load.findingsPerCause,
    inDigest: [...accepted.values()].filter(({ isInDigest }) => isInDigest).length,
    latencyMs: { p50: Math.round(percentile(latencies, 0.5)), p95: Math.round(percentile(latencies, 0.95)) },
    sendsPerMinute: Math.round((taken * 60_000) / (lastMs - startedAt)),
    refused: calls.length - taken,
  };
}

/** When each cause was sent. */
async function sendFindings(
  { producer, topicPrefix }: AlertingUnderBench,
  plan: { readonly families: readonly string[]; readonly load: Load; readonly modelKey: number },
): Promise<readonly number[]> {
  const { families, load, modelKey } = plan;
  const topic = topicNames(topicPrefix).findings;
  const sentAtMs: number[] = [];
  for (const family of families) {
    const findings = Array.from({ length: load.findingsPerCause }, () => finding(family, modelKey));
    sentAtMs.push(Date.now());
    await producer.send(
      topic,
      findings.map((one) => ({ key: one.fingerprint, value: JSON.stringify(one) })),
    );
    if (load.everyMs > 0) await pause(load.everyMs);
  }
  return sentAtMs;
}

function finding(family: string, key: number): AttackFinding {
  const model = { key, id: 'bench-alerting', version: '1' };
  return {
    kind: 'attack',
    findingId: randomUUID(),
    tenant: 'default',
    model,
    // Below PAGERDUTY_MIN_SEVERITY: 120 events a minute would be another limit.
    severity: 'medium',
    fingerprint: attackFingerprint({ tenant: 'default', id: model.id, version: model.version }, family),
    title: 'Measured by the bench',
    reason: 'Measured by the bench.',
    occurredAtMs: Date.now(),
    family,
    outcome: 'complied',
    evidenceIds: [],
  };
}

interface Acceptance {
  readonly atMs: number;
  readonly isInDigest: boolean;
}

/** When Slack accepted the first message about each cause. */
async function untilAccepted(
  database: Database,
  families: readonly string[],
): Promise<ReadonlyMap<string, Acceptance>> {
  const startedAt = performance.now();
  for (;;) {
    const rows = await database.rows<{ family: string; at: Date; is_in_digest: boolean }>(
      `SELECT family, min(finished_at) AS at, bool_or(action = 'digest') AS is_in_digest
       FROM incidents JOIN notifications USING (incident_id) JOIN delivery_attempts USING (notification_id)
       WHERE family = ANY($1) AND channel = 'slack' AND delivery_attempts.outcome = 'accepted' GROUP BY family`,
      [families],
    );
    if (rows.length === families.length) {
      return new Map(
        rows.map((row) => [row.family, { atMs: row.at.getTime(), isInDigest: row.is_in_digest }]),
      );
    }
    if (performance.now() - startedAt > deadlineMs) {
      const message = `${rows.length} of ${families.length} causes reached Slack in 5 minutes`;
      throw new AppError('bench.too-slow', message, false);
    }
    await pause(100);
  }
}

function refuseNowAndThen(sandboxUrl: string): NodeJS.Timeout {
  const fault = { service: 'slack', kind: '429', times: 1, retryAfterSeconds };
  const refuse = (): void => {
    const body = JSON.stringify(fault);
    const headers = { 'content-type': 'application/json' };
    void fetch(`${sandboxUrl}/faults`, { method: 'POST', headers, body }).catch(() => undefined);
  };
  return setInterval(refuse, refuseEveryMs);
}

/** The status of each message and edit that Slack was sent between two times. */
async function slackWrites(sandboxUrl: string, fromMs: number, toMs: number): Promise<readonly number[]> {
  const answer = await fetch(`${sandboxUrl}/received`);
  const { slack } = (await answer.json()) as {
    slack: { at: string; method: string; status: number }[];
  };
  return slack
    .filter(({ method }) => method.startsWith('chat.'))
    .filter(({ at }) => Date.parse(at) >= fromMs && Date.parse(at) <= toMs)
    .map(({ status }) => status);
}
