import { randomUUID } from 'node:crypto';
import { type DriftFinding, driftFingerprint } from '#contracts';
import { insertFindings } from '#database';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';

const startMs = Date.now() - 24 * 3_600_000;
const hours = (count: number): number => startMs + count * 3_600_000;
const overSince = `back since ${new Date(hours(6)).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await createPipeline();
  await pipeline.startSandbox();
  await pipeline.database.rows(
    `INSERT INTO models (tenant, model_id, version, kind)
     SELECT 'default', name, '1', 'tuned' FROM unnest(ARRAY['shown', 'one', 'two', 'mix', 'hand', 'late', 'whole', 'part']) name`,
  );
  const alerting = await pipeline.start('alerting');
  cleanUp(() => alerting.stop());
}, 60_000);

type Drifted = Pick<DriftFinding, 'feature'> &
  Partial<Pick<DriftFinding, 'score' | 'against' | 'changeAtMs'>>;

/** What the analyzer states of a model: into its table, and unless it is still on its way to alerting. */
async function drifted(id: string, parts: Drifted, isOnItsWay = false): Promise<DriftFinding> {
  const finding: DriftFinding = {
    kind: 'drift',
    findingId: randomUUID(),
    tenant: 'default',
    model: { key: await keyOf(id), id, version: '1' },
    severity: 'high',
    fingerprint: driftFingerprint({ tenant: 'default', id, version: '1' }, 'refusal'),
    title: `${parts.feature} rose`,
    reason: 'because',
    occurredAtMs: parts.changeAtMs ?? hours(1),
    direction: 'up',
    score: 'sum',
    changeAtMs: hours(1),
    ...{ baseline: 0.02, current: 0.04, effectLow: 0.01, arlMinutes: 1, evidenceIds: [] },
    ...parts,
  };
  await insertFindings(pipeline.database, [finding]);
  if (!isOnItsWay) await arrives(finding);
  return finding;
}

async function arrives(finding: DriftFinding): Promise<void> {
  await pipeline.producer.send(pipeline.topics.findings, [
    { key: finding.fingerprint, value: JSON.stringify(finding) },
  ]);
  await eventually(async () => expect(await isTaken(finding)).toHaveLength(1));
}

const isTaken = ({ findingId }: DriftFinding): Promise<object[]> =>
  pipeline.database.rows(`SELECT FROM incident_findings WHERE finding_id = $1`, [findingId]);

async function keyOf(id: string): Promise<number> {
  const [row] = await pipeline.database.rows<{ model_key: number }>(
    `SELECT model_key FROM models WHERE model_id = $1`,
    [id],
  );
  return row!.model_key;
}

/** What the analyzer keeps where the drift of a test that began at hour `changeHour` is over at hour 6. */
async function isOver(id: string, feature: string, { score = 'sum', changeHour = 1 } = {}): Promise<void> {
  await pipeline.database.rows(
    `INSERT INTO drift_recoveries (model_key, feature, score, direction, change_at, ended_at, told_at)
     VALUES ($1, $2, $3, 'up', $4, $5, $5)`,
    [await keyOf(id), feature, score, new Date(hours(changeHour)), new Date(hours(6))],
  );
}

const waiting = (id: string): Promise<object[]> =>
  pipeline.database.rows(
    `SELECT FROM drift_recoveries JOIN models USING (model_key) WHERE model_id = $1 AND taken_at IS NULL`,
    [id],
  );
const isLookedAt = (id: string): Promise<void> =>
  eventually(async () => expect(await waiting(id)).toEqual([]));

async function incidentOf(id: string) {
  const [row] = await pipeline.database.rows<{ incident_id: string; status: string; why: string | null }>(
    `SELECT incident_id, status, (SELECT detail ->> 'why' FROM incident_timeline t
       WHERE t.incident_id = i.incident_id AND event = 'recovered' ORDER BY entry_id DESC LIMIT 1) AS why
     FROM incidents i JOIN models USING (model_key) WHERE model_id = $1`,
    [id],
  );
  return row!;
}

describe('an incident about drift', () => {
  it('shows its end, and the page of its model does', async () => {
    const { url } = await pipeline.start('api');
    const read = async (path: string): Promise<unknown> => {
      const headers = { authorization: `Bearer ${pipeline.apiToken}` };
      return (await fetch(`${url}/v1/${path}`, { headers })).json();
    };
    await drifted('shown', { feature: 'refusal' });
    const { incident_id: incidentId } = await incidentOf('shown');
    const detail = () => read(`incidents/${incidentId}`);
    expect(await detail()).toMatchObject({ drift: { endedAt: null } });
    await isOver('shown', 'refusal');
    const [beganAt, endedAt] = [1, 6].map((hour) => new Date(hours(hour)).toISOString());
    expect(await detail()).toMatchObject({ drift: { endedAt } });
    expect(await read(`models/${await keyOf('shown')}/series?hours=48`)).toMatchObject({
      marks: [
        { kind: 'change', label: 'refusal rose', at: beganAt, incidentId },
        { kind: 'return', label: 'Over: refusal rose', at: endedAt, incidentId },
        { kind: 'deploy' },
      ],
    });
  });

  it('is resolved when the drift is over, and who was told is told so', async () => {
    await drifted('one', { feature: 'refusal' });
    const { incident_id: id } = await incidentOf('one');
    const told = (): Promise<object[]> =>
      pipeline.database.rows(
        `SELECT channel, told_status FROM notifications WHERE incident_id = $1 ORDER BY channel`,
        [id],
      );
    await eventually(async () =>
      expect(await told()).toEqual([
        { channel: 'pagerduty', told_status: 'open' },
        { channel: 'slack', told_status: 'open' },
      ]),
    );
    await isOver('one', 'refusal');
    await eventually(async () =>
      expect(await told()).toEqual([
        { channel: 'pagerduty', told_status: 'resolved' },
        { channel: 'slack', told_status: 'resolved' },
      ]),
    );
    expect(await incidentOf('one')).toMatchObject({
      status: 'resolved',
      why: `what drifted is ${overSince}: refusal`,
    });
  });

  it('lasts until everything is over that it was opened for', async () => {
    await drifted('two', { feature: 'refusal' });
    await drifted('two', { feature: 'latency_ms', score: 'pit' });
    await isOver('two', 'refusal');
    await isLookedAt('two');
    expect(await incidentOf('two')).toMatchObject({ status: 'open' });
    await isOver('two', 'latency_ms', { score: 'pit', changeHour: 2 });
    await isLookedAt('two');
    expect(await incidentOf('two')).toMatchObject({
      status: 'resolved',
      why: `what drifted is ${overSince}: latency_ms, refusal`,
    });
  });

  it.each([
    ['of another category', { feature: 'language', score: 'is:de' }],
    ['of a change that came later', { feature: 'language', score: 'is:en', changeAtMs: hours(9) }],
    [
      'of a version that does otherwise than the one before',
      { feature: 'language', score: 'is:en', against: '0' },
    ],
  ])('lasts where what is over is %s', async (_, other) => {
    await pipeline.database.rows(
      `TRUNCATE drift_recoveries, incident_findings; DELETE FROM findings WHERE body #>> '{model,id}' = 'mix'`,
    );
    await drifted('mix', { feature: 'language', score: 'is:en' });
    await drifted('mix', other);
    await isOver('mix', 'language', { score: 'is:en' });
    await isLookedAt('mix');
    expect(await incidentOf('mix')).toMatchObject({ status: 'open' });
  });

  it('stays open when a person opens it again', async () => {
    await drifted('hand', { feature: 'refusal' });
    await isOver('hand', 'refusal');
    await isLookedAt('hand');
    const { incident_id: id, status } = await incidentOf('hand');
    expect(status).toBe('resolved');
    await pipeline.database.rows(
      `UPDATE incidents SET status = 'open', resolved_at = NULL WHERE incident_id = $1`,
      [id],
    );
    // Another recovery, which is looked at later, tells that this one would have been.
    await drifted('late', { feature: 'refusal' });
    await isOver('late', 'refusal');
    await isLookedAt('late');
    expect(await incidentOf('hand')).toMatchObject({ status: 'open' });
  });

  it('is resolved where the analyzer says it is over before the finding is here', async () => {
    const finding = await drifted('late', { feature: 'ascii', changeAtMs: hours(3) }, true);
    await isOver('late', 'ascii', { changeHour: 3 });
    await drifted('two', { feature: 'tokens' });
    await isOver('two', 'tokens');
    await isLookedAt('two');
    expect(await waiting('late')).toHaveLength(1);
    await arrives(finding);
    await isLookedAt('late');
    expect(await incidentOf('late')).toMatchObject({ status: 'resolved' });
  });

  it('lasts as long as one of its parts', async () => {
    await drifted('whole', { feature: 'refusal' });
    await drifted('part', { feature: 'refusal' });
    const [whole, part] = [await incidentOf('whole'), await incidentOf('part')];
    await pipeline.database.rows(
      `UPDATE incidents SET status = 'resolved', resolved_at = now(), merged_into = $2 WHERE incident_id = $1`,
      [part.incident_id, whole.incident_id],
    );
    await isOver('whole', 'refusal');
    await isLookedAt('whole');
    expect(await incidentOf('whole')).toMatchObject({ status: 'open' });
    await isOver('part', 'refusal');
    await isLookedAt('part');
    expect(await incidentOf('whole')).toMatchObject({ status: 'resolved' });
  });
});
