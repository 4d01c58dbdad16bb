import { type Database, type Sql, addBuckets, addSessionUnits, insertFindings } from '#database';
import { deterministicUuid } from '#kernel';
import { driftFingerprint, type DriftFinding, type SummaryWeek } from '#contracts';

const hourMs = 3_600_000;
const counted = {
  refused: 0,
  partial: 0,
  leaked: 0,
  errors: 0,
  duplicates: 0,
  inputTokens: 0,
  outputTokens: 0,
  responseChars: 0,
  latencyMs: 0,
  latencyCount: 0,
};

/** A model of the test's weeks. */
export interface PlantedModel {
  readonly id: string;
  readonly version?: string;
  readonly tenant?: string;
  /** Refusals of 100 interactions before the change, and after it. */
  readonly refusals: readonly [number, number];
  /** When they change. */
  readonly changeAtMs?: number;
  /** Attacks an hour, and those that work; in the last week only. */
  readonly succeeded?: number;
  /** How far drift was folded; default: to the end. */
  readonly foldedThroughMs?: number;
}

/**
 * A model with 20 sessions of 5 interactions in every sixth hour of the eight weeks, watched since the third. Answers
 * its key.
 */
export async function plantModel(
  database: Database,
  week: SummaryWeek,
  model: PlantedModel,
): Promise<number> {
  const { id, version = 'v1', tenant = 'default' } = model;
  return database.transaction(async (tx) => {
    const [row] = await tx.rows<{ model_key: number }>(
      `INSERT INTO models (tenant, model_id, version, kind, registered_at) VALUES ($1, $2, $3, 'tuned', $4)
       RETURNING model_key`,
      [tenant, id, version, new Date(week.startsMs[0]!)],
    );
    const modelKey = row!.model_key;
    for (let atMs = week.startsMs[0]!; atMs < week.untilMs; atMs += 6 * hourMs) {
      await plantHour(tx, modelKey, week, { ...model, atMs });
    }
    await plantDetector(tx, modelKey, week, model);
    return modelKey;
  });
}

async function plantHour(
  tx: Sql,
  modelKey: number,
  week: SummaryWeek,
  { atMs, refusals, changeAtMs = Infinity, succeeded = 0 }: PlantedModel & { readonly atMs: number },
): Promise<void> {
  const refused = refusals[atMs < changeAtMs ? 0 : 1];
  const complied = atMs >= week.fromMs ? succeeded : 0;
  const counts = { ...counted, interactions: 100, refusals: refused, attacks: 2 * complied + 1, complied };
  await addBuckets(tx, [{ modelKey, minuteMs: atMs, partition: 0, counts }]);
  const units = Array.from({ length: 20 }, (_, session) => ({
    modelKey,
    emittedMinuteMs: atMs,
    firstAtMs: atMs,
    sessionDigest: Buffer.from(`${modelKey}/${atMs}/${session}`).toString('hex'),
    partition: 0,
    unit: {
      rates: { refusal: [Math.max(0, Math.min(5, refused - session * 5)), 5] },
      numbers: {},
      categories: {},
    },
  }));
  await addSessionUnits(tx, units);
}

async function plantDetector(
  tx: Sql,
  modelKey: number,
  week: SummaryWeek,
  { refusals, foldedThroughMs = week.untilMs }: PlantedModel,
): Promise<void> {
  const summary = {
    phase: 'watching',
    sessions: 1,
    baselineFromMs: week.startsMs[0],
    baselineUntilMs: week.startsMs[2],
    tests: [{ feature: 'refusal', score: 'sum', direction: 'up', p: refusals[0] / 100 }],
    unseen: [],
  };
  await tx.rows(
    `INSERT INTO drift_states (model_key, folded_through, phase, summary) VALUES ($1, $2, 'watching', $3)`,
    [modelKey, new Date(foldedThroughMs), JSON.stringify(summary)],
  );
}

/** A drift alarm on refusals and its open incident; answers the incident's id. */
export async function plantAlarm(
  database: Database,
  modelKey: number,
  {
    changeAtMs,
    title = 'Refusal rate rose from 2.0 % to 8.0 % (at least 6.1 %)',
  }: {
    readonly changeAtMs: number;
    readonly title?: string;
  },
): Promise<string> {
  const model = { key: modelKey, id: 'm', version: '1' };
  const finding: DriftFinding = {
    kind: 'drift',
    findingId: deterministicUuid('planted', modelKey, changeAtMs),
    tenant: 'default',
    model,
    severity: 'high',
    fingerprint: driftFingerprint({ tenant: 'default', ...model }, 'refusal'),
    title,
    reason: `${title} since 2026-11-17 13:10 UTC; not by a change of mix. The test raises at most one false alarm per model in 90 days on average.`,
    occurredAtMs: changeAtMs,
    feature: 'refusal',
    direction: 'up',
    changeAtMs,
    baseline: 0.02,
    current: 0.08,
    effectLow: 0.061,
    arlMinutes: 129_600,
    evidenceIds: [],
  };
  await insertFindings(database, [finding]);
  const incidentId = deterministicUuid('planted-incident', modelKey, changeAtMs);
  await database.rows(
    `INSERT INTO incidents (incident_id, tenant, model_key, fingerprint, kind, family, severity, status, title, reason,
       finding_count, first_seen_at, last_seen_at, opened_at, revision)
     VALUES ($1, 'default', $2, $3, 'drift', 'refusal', 'high', 'open', $4, $5, 1, $6, $6, $6, 1)`,
    [incidentId, modelKey, finding.fingerprint, title, finding.reason, new Date(changeAtMs)],
  );
  await database.rows(`INSERT INTO incident_findings (finding_id, incident_id) VALUES ($1, $2)`, [
    finding.findingId,
    incidentId,
  ]);
  return incidentId;
}

/** 45 minutes of a topic, two dead letters in the week and one after it, a message that failed and one that did not. */
export async function plantUnwatched(
  database: Database,
  week: SummaryWeek,
  incidentId: string,
): Promise<void> {
  const at = (minutes: number): Date => new Date(week.fromMs + minutes * 60_000);
  await database.rows(
    `INSERT INTO incidents (incident_id, tenant, fingerprint, kind, family, severity, status, title, reason,
       finding_count, first_seen_at, last_seen_at, opened_at, resolved_at, revision)
     VALUES (gen_random_uuid(), 'default', 'c', 'coverage', 'watchdog', 'high', 'resolved',
       'Topic t is not read any more', 'r', 1, $1, $1, $1, $2, 1)`,
    [at(100), at(145)],
  );
  await database.rows(
    `INSERT INTO dead_letters (dlq_partition, dlq_offset, received_on, failed_at, first_failed_at, source_topic,
       source_partition, source_offset, stage, code, message, attempts, bytes)
     SELECT 0, n, failed_at::date, failed_at, failed_at, 't', 0, n, 'decode', 'json', 'm', 1, 1
     FROM unnest($1::timestamptz[]) WITH ORDINALITY AS letter (failed_at, n)`,
    [[at(1), at(2), at(8 * 24 * 60)]],
  );
  await database.rows(
    `INSERT INTO notifications (notification_id, incident_id, channel, state, wanted_revision, due_at)
     SELECT gen_random_uuid(), $1, channel, 'delivered', 1, now() FROM unnest(ARRAY['slack', 'pagerduty']) AS channel`,
    [incidentId],
  );
  await database.rows(
    `INSERT INTO delivery_attempts (notification_id, attempt, action, revision, fencing_token, outcome, started_at)
     SELECT notification_id, 1, 'post', 1, 1, CASE channel WHEN 'slack' THEN 'accepted' ELSE 'failed' END, $1
     FROM notifications`,
    [at(200)],
  );
}
